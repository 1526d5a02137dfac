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
    CHECK(cda::uncodedBlocks(narrativeOf("<paragraph>all of it</paragraph>"), {"elsewhere"}).empty());
}

TEST_CASE("scripts leave no text and unknown elements leave theirs", "[cda][narrative]") {
    const cda::Narrative narrative = narrativeOf("<script>evil()</script><blink>kept</blink>");
    CHECK(cda::plainText(narrative.root()) == "kept");
}
