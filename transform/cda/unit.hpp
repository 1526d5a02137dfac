#pragma once

#include <string>
#include <string_view>

namespace ncp::transform::cda {

/// The UCUM unit with `[iU]` written as the value sets of the exchange write it, `[IU]` (eHDSIUnit); the same
/// where there is none.
std::string exchangeSpelling(std::string_view unit);

} // namespace ncp::transform::cda
