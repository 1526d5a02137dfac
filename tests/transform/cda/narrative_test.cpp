#include "transform/cda/narrative.hpp"

#include "base/xml/document.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace ncp;
using namespace ncp::transform;

namespace {

cda::Narrative narrativeOf(const std::string& content) {
    const auto document = xml::Document::parse("<text xmlns=\"urn:hl7-org:v3\">" + content + "</text>");
    REQUIRE(document);
    return cda::Narrative{document->root()};
}

} // namespace

TEST_CASE("references into the narrative find their text, with and without a number sign",
          "[cda][narrative]") {
    const cda::Narrative narrative =
        narrativeOf("<table><tbody><tr><td ID=\"a\">one <content "
                    "ID=\"b\">two</content><br/>three</td></tr></tbody></table>");
    CHECK(narrative.resolve("#a") == "one two three");
    CHECK(narrative.resolve("b") == "two");
    CHECK(narrative.resolve("#c").empty());
}

TEST_CASE("only what no entry refers to counts as uncoded", "[cda][narrative]") {
    const cda::Narrative narrative =
        narrativeOf("<table><thead><tr><th>Head</th></tr></thead><tbody><tr ID=\"a\"><td>coded</td></tr>"
                    "<tr><td>plain row</td></tr></tbody></table><paragraph>alert</paragraph>"
                    "<list><item><content ID=\"b\">coded too</content></item><item>free</item></list>");
    CHECK(cda::uncodedBlocks(narrative, {"a", "b"}) ==
          std::vector<std::string>{"plain row", "alert", "free"});
}

TEST_CASE("a narrative without any reference is not taken apart", "[cda][narrative]") {
    CHECK(cda::uncodedBlocks(narrativeOf("<paragraph>all of it</paragraph>"), {"elsewhere"}) ==
          std::vector<std::string>{"all of it"});
}

TEST_CASE("scripts leave no text and unknown elements leave theirs", "[cda][narrative]") {
    const cda::Narrative narrative = narrativeOf("<script>evil()</script><blink>kept</blink>");
    CHECK(cda::plainText(narrative.root()) == "kept");
}

TEST_CASE("what the source struck out was not said", "[cda][narrative]") {
    const cda::Narrative narrative = narrativeOf(
        R"(<paragraph ID="a"><content revised="delete">Left</content><content revised="insert">Right</content> hernia</paragraph>)"
        R"(<paragraph ID="b">Take <content styleCode="xStrikethrough">20 mg</content> 2 mg</paragraph>)"
        R"(<list><item ID="c"><content revised="delete" ID="d">Penicillin</content></item></list>)"
        R"(<table revised="delete"><tbody><tr><td ID="e">Latex</td></tr></tbody></table>)");
    CHECK(narrative.resolve("a") == "Right hernia");
    CHECK(narrative.resolve("b") == "Take 2 mg");
    CHECK(narrative.resolve("c").empty());
    CHECK(narrative.resolve("d").empty());
    CHECK(narrative.resolve("e").empty());
    CHECK(cda::uncodedBlocks(narrative, {"a"}) == std::vector<std::string>{"Take 2 mg"});
}

TEST_CASE("a power is no digit more, and an index none either", "[cda][narrative]") {
    const cda::Narrative narrative = narrativeOf(
        R"(<paragraph ID="a">10<sup>9</sup>/L</paragraph><paragraph ID="b">10<sup>-12</sup> mol</paragraph>)"
        R"(<paragraph ID="c">SpO<sub>2</sub>, HbA<sub>1c</sub></paragraph>)"
        R"(<paragraph ID="d">4<sup>th</sup>, Na<sup><content>+</content></sup>, x<sup>a b</sup></paragraph>)"
        R"(<paragraph ID="e">Brand<sup>®</sup>, 2<sup> </sup>mg</paragraph>)");
    CHECK(narrative.resolve("a") == "10\u2079/L");
    CHECK(narrative.resolve("b") == "10\u207b\u00b9\u00b2 mol");
    CHECK(narrative.resolve("c") == "SpO\u2082, HbA_1c");
    CHECK(narrative.resolve("d") == "4^th, Na\u207a, x^(a b)");
    CHECK(narrative.resolve("e") == "Brand\u00ae, 2mg");
}

TEST_CASE("a reference counts the words of its text, not the white space between them", "[cda][narrative]") {
    std::string words;
    std::string indented;
    for (int i = 0; i < 400; ++i) {
        words += (words.empty() ? "w" : " w") + std::to_string(i);
        indented += "w" + std::to_string(i) + "\n" + std::string(30, ' ');
    }
    CHECK(narrativeOf("<paragraph ID=\"a\">" + indented + "</paragraph>").resolve("a") == words);
}

TEST_CASE("a reference to long text is cut between words, and says so", "[cda][narrative]") {
    std::string text;
    for (int i = 0; i < 3000; ++i) {
        text += "ø" + std::to_string(i) + ' ';
    }
    const auto shown = narrativeOf("<paragraph ID=\"a\">" + text + "</paragraph>").resolve("a");
    CHECK_THAT(shown, Catch::EndsWith(" \u2026"));
    CHECK(shown.size() <= 4004);
    CHECK(text.find(shown.substr(0, shown.size() - 4) + ' ') == 0);
    const auto unbroken = narrativeOf("<paragraph ID=\"a\">" + std::string(9000, 'x') + "</paragraph>");
    CHECK(unbroken.resolve("a").size() <= 4004);
}
