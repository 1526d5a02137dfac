#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ncp::test {

/// A document with something in one place that XML and XML Schema allow and hardly anybody writes: xsi:nil,
/// other prefixes and namespaces, white space to collapse, CDATA, long numbers, letters beyond ASCII, the
/// same ID twice. Well-formed in most cases; the same seed gives the same change on every machine.
std::string withOddity(std::string_view document, std::uint32_t seed);

} // namespace ncp::test
