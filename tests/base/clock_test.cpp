#include "base/clock.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace std::chrono_literals;

namespace {

const Instant kInstant =
    Instant{std::chrono::sys_days{std::chrono::year{2026} / 1 / 31}} + 10h + 15min + 7s + 42ms;

} // namespace

TEST_CASE("instants are written as SAML and HL7 have them", "[clock]") {
    CHECK(formatXmlDateTime(kInstant) == "2026-01-31T10:15:07.042Z");
    CHECK(formatHl7(kInstant) == "20260131101507");
    CHECK(formatHl7WithZone(kInstant) == "20260131101507.042+0000");
    CHECK(formatDate(kInstant) == "2026-01-31");
}

TEST_CASE("the spellings of xs:dateTime that peers use are read", "[clock]") {
    CHECK(parseXmlDateTime("2026-01-31T10:15:07.042Z").value() == kInstant);
    CHECK(parseXmlDateTime("2026-01-31T12:15:07.0429+02:00").value() == kInstant);
    CHECK(parseXmlDateTime("2026-01-31T08:45:07.042-01:30").value() == kInstant);
    CHECK(parseXmlDateTime("2026-01-31T10:15:07").value() == kInstant - 42ms);
}

TEST_CASE("what is no date and time is refused", "[clock]") {
    const auto* text =
        GENERATE("", "2026-01-31", "2026-02-30T00:00:00Z", "2026-01-31T24:00:00Z", "2026-01-31T10:60:00Z",
                 "2026-1-31T10:00:00Z", "2026-01-31T10:15:07.Z", "2026-01-31T10:15:07Zx",
                 "2026-01-31T10:15:07+2:00", "x026-01-31T10:15:07Z", "2026-01-31 10:15:07Z");
    CHECK_FALSE(parseXmlDateTime(text));
}

TEST_CASE("what was written is read back to the millisecond", "[clock]") {
    for (int hours = -200'000; hours < 900'000; hours += 7919) {
        const auto instant = Instant{std::chrono::hours{hours}} + 123ms;
        REQUIRE(parseXmlDateTime(formatXmlDateTime(instant)).value() == instant);
    }
}
