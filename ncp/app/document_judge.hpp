#pragma once

#include "base/current.hpp"
#include "base/result.hpp"
#include "ncp/app/configuration.hpp"
#include "ncp/app/country_tables.hpp"
#include "ncp/portal/inspection.hpp"
#include "ncp/validation/judge.hpp"
#include "transform/terminology/catalogue.hpp"

#include <functional>

namespace ncp::app {

/// Judges the documents of the exchange by structure, rules and value sets beside the texts, with the release
/// and the policies that are in force at the time. `terminology` and `countries` outlive it; `tell` gets
/// each document that was judged. ConfigurationInvalid lists the faults of the data.
Result<validation::Judge> loadJudge(const NodeConfiguration& configuration,
                                    const Current<transform::terminology::Catalogue>& terminology,
                                    const Current<CountryTables>& countries,
                                    std::function<void(const validation::Judged&)> tell = {});

/// Judges what operators drop, by no policy. `validator` and `terminology` outlive it.
portal::Judge documentJudge(const transform::rules::Validator& validator,
                            const Current<transform::terminology::Catalogue>& terminology);

} // namespace ncp::app
