#include "ncp/portal/norwegian_time.hpp"

#include "ncp/portal/list_filter.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace ncp;
using namespace std::chrono;

namespace {

std::string shown(const char* utc) {
    const auto time = portal::norwegianTime(parseXmlDateTime(utc).value());
    return time.date + " " + time.clock;
}

std::string midnight(year_month_day day) {
    return formatXmlDateTime(portal::norwegianMidnight(day));
}

} // namespace

TEST_CASE("a moment is shown as clocks in Norway show it, winter and summer", "[portal][time]") {
    CHECK(shown("2026-11-22T07:30:00Z") == "2026-11-22 08:30");
    CHECK(shown("2026-07-01T07:30:00Z") == "2026-07-01 09:30");
    CHECK(shown("2026-12-31T23:00:00Z") == "2027-01-01 00:00");
    CHECK(shown("2028-02-28T23:59:59.999Z") == "2028-02-29 00:59");
}

TEST_CASE("the clocks change at one o'clock UTC on the last Sundays of March and October", "[portal][time]") {
    CHECK(shown("2026-03-29T00:59:59Z") == "2026-03-29 01:59");
    CHECK(shown("2026-03-29T01:00:00Z") == "2026-03-29 03:00");
    CHECK(shown("2026-10-25T00:59:59Z") == "2026-10-25 02:59");
    CHECK(shown("2026-10-25T01:00:00Z") == "2026-10-25 02:00");
    // The 31st is a Sunday in both.
    CHECK(shown("2024-03-31T01:00:00Z") == "2024-03-31 03:00");
    CHECK(shown("2027-10-31T00:59:00Z") == "2027-10-31 02:59");
}

TEST_CASE("a day begins at midnight in Norway, also where the clocks change on it", "[portal][time]") {
    CHECK(midnight(2026y / 1 / 1) == "2025-12-31T23:00:00.000Z");
    CHECK(midnight(2026y / 7 / 1) == "2026-06-30T22:00:00.000Z");
    CHECK(midnight(2026y / 3 / 29) == "2026-03-28T23:00:00.000Z");
    CHECK(midnight(2026y / 3 / 30) == "2026-03-29T22:00:00.000Z");
    CHECK(midnight(2026y / 10 / 25) == "2026-10-24T22:00:00.000Z");
    CHECK(midnight(2026y / 10 / 26) == "2026-10-25T23:00:00.000Z");
}

TEST_CASE("dates that narrow a list are days in Norway, the last one to its end", "[portal][time]") {
    const auto filter =
        portal::readFilter(portal::parseForm("created_after=28.03.2026&created_before=2026-03-29").value());
    REQUIRE(filter);
    CHECK(formatXmlDateTime(filter->createdAfter.value()) == "2026-03-27T23:00:00.000Z");
    CHECK(formatXmlDateTime(filter->createdBefore.value()) == "2026-03-29T21:59:59.000Z");
}
