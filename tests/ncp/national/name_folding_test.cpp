#include "ncp/national/name_folding.hpp"

#include <catch2/catch.hpp>

using namespace ncp::national;

TEST_CASE("names compare without regard to case and diacritics") {
    const std::pair<std::string_view, std::string_view> same[] = {
        {"Kari", "KARI"},
        {"José", "jose"},
        {"Ærlig Ødegård", "AERLIG ODEGARD"},
        {"Müller-Groß", "muller gross"},
        {"Łukasz", "lukasz"},
        {"Žižka", "ZIZKA"},
        {"Παπαδόπουλος", "ΠΑΠΑΔΟΠΟΥΛΟΣ"},
        {"Борис", "БОРИС"},
        {"Jose\u0301", "José"},
        {"  Ana   Maria ", "ana maria"},
        {"O’Neill", "o'neill"},
        {"Ĳ", "ij"},
    };
    for (const auto& [a, b] : same) {
        INFO(a);
        CHECK(foldName(a) == foldName(b));
    }
}

TEST_CASE("different names stay different") {
    const std::pair<std::string_view, std::string_view> different[] = {
        {"Kari", "Karin"}, {"Ana Maria", "Anamaria"}, {"Борис", "Борисов"}, {"王", "李"}, {"", "a"},
    };
    for (const auto& [a, b] : different) {
        INFO(a);
        CHECK(foldName(a) != foldName(b));
    }
}

TEST_CASE("broken UTF-8 does no harm") {
    CHECK_NOTHROW(foldName("\xC3"));
    CHECK_NOTHROW(foldName("\xF0\x9F"));
    CHECK_NOTHROW(foldName("\xFF\xFE\x80"));
}

TEST_CASE("some of the given names are enough, other ones are not") {
    CHECK(holdsWords("Maria José", "maria"));
    CHECK(holdsWords("Maria José", "JOSE MARIA"));
    CHECK_FALSE(holdsWords("Maria José", "Mari"));
    CHECK_FALSE(holdsWords("Maria José", "Maria Ana"));
}
