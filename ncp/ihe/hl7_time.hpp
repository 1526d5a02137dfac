#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <string_view>

namespace ncp::ihe {

/// HL7 V3 TS or XDS DTM from the day on: `yyyyMMdd[HH[mm[ss[.f…]]]]` with `+zzzz`, `-zzzz`, `Z` or nothing,
/// read as UTC. Hour 24 is midnight at the start of the named day: a peer writes hours 1 to 24 in places.
/// MalformedMessage for anything else.
Result<Instant> parseHl7Time(std::string_view text);

} // namespace ncp::ihe
