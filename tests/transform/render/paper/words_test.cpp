#include "transform/render/paper/words.hpp"

#include <catch2/catch.hpp>

using ncp::transform::render::paper::cleaned;

TEST_CASE("words in every European script stay as they are", "[paper]") {
    const std::string words = "Ærø Łódź Ελλάδα Пловдив Żółć șț ħ 10 µg ≤ ½";
    CHECK(cleaned(words) == words);
}

TEST_CASE("control characters and line ends become blanks", "[paper]") {
    CHECK(cleaned("a\nb\tc\rd\x1b"
                  "e\x7f"
                  "f") == "a b c d e f");
    CHECK(cleaned("a\u0085b\u009bc\u2028d\u2029e") == "a b c d e");
}

TEST_CASE("no character turns the direction of a dose", "[paper]") {
    CHECK(cleaned("\u202e"
                  "01 mg\u202c") == "01 mg");
    CHECK(cleaned("\u2066"
                  "10\u2069 mg") == "10 mg");
    CHECK(cleaned("\u202a\u202b\u202d").empty());
}

TEST_CASE("half a character at the end is no reason to read on", "[paper]") {
    CHECK(cleaned("a\xE2") == "a\xE2");
    CHECK(cleaned("a\xC2") == "a\xC2");
}

TEST_CASE("no character parts a number unseen", "[paper]") {
    for (const std::string unseen : {"\u200b", "\u2060", "\u00ad"}) {
        CHECK(cleaned("1" + unseen + "0 mg") == "10 mg");
        CHECK(cleaned("mg 1" + unseen + "0") == "mg 10");
    }
}
