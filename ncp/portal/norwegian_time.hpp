#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <string>

namespace ncp::portal {

/// A moment as clocks in Norway show it: CET, in summer CEST (directive 2000/84/EC: from 01:00 UTC on the
/// last Sunday of March to 01:00 UTC on the last Sunday of October; moments before 1996 are shown by the same
/// rule).
struct NorwegianTime {
    std::string date;  ///< 2026-11-22
    std::string clock; ///< 08:30
};
NorwegianTime norwegianTime(Instant instant);

/// The moment at which a day begins in Norway.
Instant norwegianMidnight(std::chrono::year_month_day day);

} // namespace ncp::portal
