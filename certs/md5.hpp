#pragma once

#include <string>
#include <string_view>

namespace ncp::certs {

/// MD5 in lower-case hex: part of the older names of participants in the SML. It protects nothing.
std::string md5Hex(std::string_view bytes);

} // namespace ncp::certs
