#include "ncp/portal/norwegian_time.hpp"

namespace ncp::portal {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::sys_days;

/// 01:00 UTC on the last Sunday of a month.
Instant change(std::chrono::year year, std::chrono::month month) {
    return sys_days{year / month / std::chrono::Sunday[std::chrono::last]} + hours{1};
}

hours offset(Instant instant) {
    const auto year = std::chrono::year_month_day{floor<days>(instant)}.year();
    const bool summer =
        instant >= change(year, std::chrono::March) && instant < change(year, std::chrono::October);
    return hours{summer ? 2 : 1};
}

} // namespace

NorwegianTime norwegianTime(Instant instant) {
    const auto local = formatXmlDateTime(instant + offset(instant));
    return {local.substr(0, 10), local.substr(11, 5)};
}

Instant norwegianMidnight(std::chrono::year_month_day day) {
    // The clocks are changed at night, hours after midnight: the offset of midnight in winter time is that of
    // the day's beginning.
    const Instant winter = sys_days{day} - hours{1};
    return sys_days{day} - offset(winter);
}

} // namespace ncp::portal
