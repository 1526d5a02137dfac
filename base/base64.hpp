#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace ncp {

/// RFC 4648 base64 with padding, in one line.
std::string base64Encode(std::string_view bytes);

/// Reads base64 with any white space between (xs:base64Binary); anything else is InputRefused.
Result<std::string> base64Decode(std::string_view text);

/// Lower-case hexadecimal.
std::string hexEncode(std::string_view bytes);

} // namespace ncp
