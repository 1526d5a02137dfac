#pragma once

#include "ncp/app/configuration.hpp"
#include "ncp/app/field_reader.hpp"

#include <vector>

namespace ncp::app {

/// Reads the list `countries` of a countries file. A code and a home community id belong to one country; an
/// enabled country has endpoints unless it is `own` or countries are discovered; endpoints are https URLs;
/// formats can be matched within bounded time; refused tolerances have names that there are. A country
/// without `services` offers all.
std::vector<CountryConfiguration> readCountries(FieldReader& root, ConfigurationSource& source,
                                                const CountryCode& own, bool discovered);

/// The limits of requests among a section's fields; `otherwise` for those that are not there.
RequestLimits readRequestLimits(FieldReader& fields, const RequestLimits& otherwise);

} // namespace ncp::app
