#pragma once

#include "base/current.hpp"
#include "base/result.hpp"
#include "ncp/portal/inspection.hpp"
#include "transform/terminology/catalogue.hpp"

#include <filesystem>

namespace ncp::app {

/// Judges what operators drop by the structure, rules and value sets below `configuration`, with the release
/// that is in force at the time. `terminology` outlives it. ConfigurationInvalid lists the faults of the
/// data.
Result<portal::Judge> documentJudge(const std::filesystem::path& configuration,
                                    const Current<transform::terminology::Catalogue>& terminology);

} // namespace ncp::app
