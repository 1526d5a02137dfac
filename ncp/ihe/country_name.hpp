#pragma once

#include "base/identifiers.hpp"

#include <string>

namespace ncp::ihe {

/// English short name (ISO 3166-1) of a country that can take part in MyHealth@EU; the code itself for
/// others.
std::string countryName(const CountryCode& country);

} // namespace ncp::ihe
