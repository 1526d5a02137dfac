#include "ncp/ihe/hl7_time.hpp"

#include <catch2/catch.hpp>

using namespace ncp;

TEST_CASE("HL7 times are read to UTC, whatever their precision and zone", "[ihe]") {
    const auto [text, expected] = GENERATE(table<std::string, std::string>({
        {"20260131101500.000+0000", "20260131101500"},
        {"20120531131021.710+0300", "20120531101021"},
        {"20260131101500", "20260131101500"},
        {"202601311015", "20260131101500"},
        {"2026013110", "20260131100000"},
        {"20260131", "20260131000000"},
        {"20260131233000-0100", "20260201003000"},
        {"20260131101500Z", "20260131101500"},
    }));
    const auto instant = ihe::parseHl7Time(text);
    REQUIRE(instant);
    CHECK(formatHl7(*instant) == expected);
}

TEST_CASE("hour 24 is midnight at the start of the day, as a peer with hours 1 to 24 means it", "[ihe]") {
    CHECK(formatHl7(*ihe::parseHl7Time("19700102240000.000+0000")) == "19700102000000");
}

TEST_CASE("noon written on a 12-hour clock is read as it stands, and is written on 24 hours", "[ihe]") {
    CHECK(formatHl7(*ihe::parseHl7Time("20260131120000")) == "20260131120000");
    CHECK(formatHl7(*ihe::parseHl7Time("20260131130000")) == "20260131130000");
}

TEST_CASE("what is no HL7 time is refused", "[ihe]") {
    const auto* text = GENERATE("", "2026", "202601", "20261301", "20260230", "2026013125", "202601311060",
                                "20260131101500+", "20260131101500+9900", "20260131101500 ", "2026-01-31",
                                "20260131101500.5x", "-0260131");
    CHECK_FALSE(ihe::parseHl7Time(text));
}
