#include "ncp/national/person_number.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace ncp;
using national::isMistyped;

namespace {

constexpr std::string_view kBirthNumber = "2.16.578.1.12.4.1.4.1";
constexpr std::string_view kDNumber = "2.16.578.1.12.4.1.4.2";

bool mistyped(std::string_view root, std::string_view number) {
    return isMistyped(PatientId::make(root, number).value());
}

} // namespace

TEST_CASE("numbers of both calculations are numbers, and synthetic ones are") {
    const auto number = GENERATE(as<std::string>{}, "13116900216", "12119000465", // as they are issued today
                                 "30108299939", "30108299947", "30108299955",     // since 2032 only
                                 "02013299997",                                   // by both
                                 "17912099997", "05919110017", "21834900421",     // synthetic, month + 80
                                 "15507600333");                                  // synthetic, month + 40
    CHECK_FALSE(mistyped(kBirthNumber, number));
}

TEST_CASE("a D-number is one under its own identifier only") {
    CHECK_FALSE(mistyped(kDNumber, "57912075186"));
    CHECK(mistyped(kBirthNumber, "57912075186"));
    CHECK(mistyped(kDNumber, "13116900216"));
}

TEST_CASE("any single digit that is another is noticed, or else it is no date", "[hostile]") {
    const std::string right = "17912099997";
    std::size_t unnoticed = 0;
    for (std::size_t place = 0; place < right.size(); ++place) {
        for (char digit = '0'; digit <= '9'; ++digit) {
            auto wrong = right;
            wrong[place] = digit;
            if (wrong != right && !mistyped(kBirthNumber, wrong)) {
                ++unnoticed;
            }
        }
    }
    CHECK(unnoticed == 0);
}

TEST_CASE("what has no check digits to hold is no number") {
    const auto number = GENERATE(as<std::string>{}, "05076600324", "1311690021", "131169002160",
                                 "1311690021x", "00000000000", "32116900216", "13136900216", "131169-00216");
    CHECK(mistyped(kBirthNumber, number));
}

TEST_CASE("identifiers of other kinds are none of this") {
    CHECK_FALSE(mistyped("2.16.578.1.12.4.1.4.3", "05076600324"));
    CHECK_FALSE(mistyped("2.16.17.710.820.1000.990.1", "900000001"));
}
