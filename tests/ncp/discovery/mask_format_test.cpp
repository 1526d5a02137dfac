#include "ncp/discovery/mask_format.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace ncp::discovery;

TEST_CASE("formats match whole values, anchored or not", "[search-mask]") {
    const auto [format, value, matches] = GENERATE(table<std::string, std::string, bool>({
        {"[0-9]{9}", "123456789", true},
        {"^[0-9]{9}$", "123456789", true},
        {"[0-9]{9}", "1234567890", false},
        {"[0-9]{9}", "x123456789", false},
        {"\\d{6}[-+A]\\d{3}[\\d|A-Z]", "010190-123N", true},
        {"[a-zA-Z|\\d]{7,12}", "ab12345", true},
        {"M|F|UN", "UN", true},
        {"M|F|UN", "MF", false},
        {"", "anything", true},
    }));
    INFO(format << " " << value);
    CHECK(isUsableFormat(format));
    CHECK(matchesFormat(value, format) == matches);
}

TEST_CASE("a character is a character, however many bytes it has", "[search-mask]") {
    CHECK(matchesFormat("Bjørn", ".{5}"));
    CHECK(matchesFormat("Ελένη", ".{5}"));
    CHECK_FALSE(matchesFormat("Ελένη", ".{9,10}"));
    CHECK(characterCount("Bjørn") == 5);
}

TEST_CASE("values that are too long or not UTF-8 match nothing", "[search-mask]") {
    CHECK(matchesFormat(std::string(128, 'a'), "a+"));
    CHECK_FALSE(matchesFormat(std::string(129, 'a'), "a+"));
    CHECK_FALSE(matchesFormat("\xC3\x28", ".+"));
    CHECK_FALSE(matchesFormat("\xC3\x28", ""));
}

TEST_CASE("an expression made to be slow ends at once", "[search-mask]") {
    const auto format = GENERATE(as<std::string>{}, "(a+)+b", "(a|a)*b", "(a|aa)+b", "(.*a){12}b");
    INFO(format);
    // A matcher that tries one way after the other would need 2^100 steps and never return.
    CHECK_FALSE(matchesFormat(std::string(100, 'a'), format));
}

TEST_CASE("expressions that are too long or unfold too far are not usable", "[search-mask]") {
    CHECK(isUsableFormat(std::string(kFormatLimit, 'a')));
    CHECK_FALSE(isUsableFormat(std::string(kFormatLimit + 1, 'a')));
    CHECK_FALSE(isUsableFormat("(a{50}){50}"));
    CHECK_FALSE(isUsableFormat("a{99999999999999999999}"));
    CHECK_FALSE(isUsableFormat("[b-a]"));
    CHECK_FALSE(isUsableFormat("(a)\\1"));
}
