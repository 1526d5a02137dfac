#pragma once

#include "ncp/app/configuration.hpp"
#include "ncp/app/field_reader.hpp"

#include <vector>

namespace ncp::app {

/// Reads the list `countries` of a countries file. Codes and home community ids stand once each; an enabled
/// country has endpoints unless it is `own`; endpoints are https URLs.
std::vector<CountryConfiguration> readCountries(FieldReader& root, ConfigurationSource& source,
                                                const CountryCode& own);

} // namespace ncp::app
