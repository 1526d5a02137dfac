#pragma once

#include <string>
#include <string_view>

namespace ncp::transform::rules {

/// True for a point in time of HL7 v3: YYYY[MM[DD[hh[mm[ss[.f]]]]]] with an optional zone ±hhmm, and a date
/// that the calendar has.
bool isTimeValue(std::string_view value) noexcept;

/// True when `a` is later than `b`, whatever the digits that they lack would be. Where one of them does not
/// tell its zone, or no day, the digits alone are compared. Of two times, not of any text.
bool isLater(std::string_view a, std::string_view b) noexcept;

} // namespace ncp::transform::rules
