#include "transform/rules/time_value.hpp"

#include <catch2/catch.hpp>

using namespace ncp::transform::rules;

TEST_CASE("times of HL7 are as exact as their author knew", "[rules]") {
    const auto* value =
        GENERATE("2026", "202603", "20260301", "2026030112", "202603011230", "20260301123059",
                 "20260301123059+0100", "20260301123059.125-0500", "20240229", "20260301+0100");
    CAPTURE(value);
    CHECK(isTimeValue(value));
}

TEST_CASE("what the calendar or the clock does not have is no time", "[rules]") {
    const auto* value =
        GENERATE("", "26", "202613", "20260230", "20250229", "2026030124", "202603011260", "2026-03-01",
                 "20260301T12", "2026030", "20260301123059+1", "20260301123059+1500", "20260301123059.",
                 "202603011230.5", "0000", "20260301123059.1234567");
    CAPTURE(value);
    CHECK_FALSE(isTimeValue(value));
}

TEST_CASE("times of two zones are compared as moments", "[rules]") {
    CHECK(isLater("20260820153000-0100", "20260820161500+0100"));
    CHECK_FALSE(isLater("20260820170000+0300", "20260820161500+0100"));
    CHECK_FALSE(isLater("202608201600+0300", "202608201530+0000"));
    CHECK(isLater("20260820161500+0100", "20260820153000+0130"));
    CHECK_FALSE(isLater("20260820161500+0100", "20260820151500+0000"));
    CHECK(isLater("20260901003000+0100", "20260831232900+0000"));
    CHECK_FALSE(isLater("20260901003000+0100", "20260831233000+0000"));
}

TEST_CASE("a time that is less exact than another is later only where all of it is", "[rules]") {
    CHECK_FALSE(isLater("2026082016+0100", "20260820151530+0000"));
    CHECK(isLater("2026082017+0100", "20260820155959+0000"));
    CHECK(isLater("20260821+0000", "20260820235959+0000"));
    CHECK_FALSE(isLater("20260821+0200", "20260820235959+0000"));
    CHECK_FALSE(isLater("20260820235959+0000", "20260820+0000"));
}

TEST_CASE("where a zone is not told, times are compared in the digits that both have", "[rules]") {
    CHECK(isLater("20260820170000", "20260820161500+0100"));
    CHECK(isLater("20260302", "20260301"));
    CHECK(isLater("2027", "20260301120000+0100"));
    CHECK_FALSE(isLater("2026", "20260301"));
    CHECK_FALSE(isLater("20260301", "202603"));
    CHECK_FALSE(isLater("20260301", "20260301"));
    CHECK_FALSE(isLater("20250301", "20260301"));
}
