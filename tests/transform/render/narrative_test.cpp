#include "tests/transform/render/summary.hpp"

using namespace ncp;
using namespace ncp::tests;
using namespace ncp::transform;

namespace {

const std::string kAllergies = "48765-2";
const std::string kMedicines = "10160-0";
const std::string kProblems = "11450-4";

std::string shownAsHtml(const xml::Document& document) {
    const auto html =
        render::renderHtml(document, clinicalTexts(), TextLanguage::English, {.sourceCountry = "PT"});
    REQUIRE(html);
    return *html;
}

std::string wholeText(const xml::Document& document) {
    const auto text =
        render::renderText(document, clinicalTexts(), TextLanguage::English, {.sourceCountry = "PT"});
    REQUIRE(text);
    return normalized(*text);
}

/// A problem that stands only in the narrative's words.
std::string problem(const std::string& reference) {
    return R"(<entry><observation classCode="OBS" moodCode="EVN"><value xsi:type="CD" nullFlavor="OTH">)"
           R"(<originalText><reference value="#)" +
           reference + R"("/></originalText></value></observation></entry>)";
}

const std::string kHernia =
    R"(<text><list><item><content ID="a"><content revised="delete">Left</content><content revised="insert">)"
    R"(Right</content> inguinal hernia</content></item></list></text>)";

} // namespace

TEST_CASE("a side that the source struck out stands in no row, and struck out in its text",
          "[render][narrative]") {
    const auto document = summary(section(kProblems, kHernia + problem("a")));
    CHECK(holds(shownAsText(document), "* Right inguinal hernia"));
    const auto html = shownAsHtml(document);
    CHECK_FALSE(holds(html, "LeftRight"));
    CHECK(holds(html, "<del>Left</del><span>Right</span> inguinal hernia"));
    CHECK(holds(wholeText(document), "| - [struck out: Left]Right inguinal hernia"));
    CHECK(missingFromPages(document).empty());
}

TEST_CASE("a row, an item or a cell that is struck out keeps its place in the table", "[render][narrative]") {
    const auto html = shownAsHtml(summary(
        section(kProblems, R"(<text><table><tbody><tr styleCode="strike"><td>Gout</td></tr></tbody></table>)"
                           R"(<list><item revised="delete">Asthma</item></list></text>)")));
    CHECK(holds(html, "<tr><td><del>Gout</del></td></tr>"));
    CHECK(holds(html, "<li><del>Asthma</del></li>"));
}

TEST_CASE("a struck out alert under the allergies is no warning", "[render][narrative]") {
    const auto with = [](const std::string& attributes) {
        return shownAsText(summary(
            section(kAllergies,
                    R"(<text><list><item><content ID="a">Dust</content></item><item><content)" + attributes +
                        R"(>Penicillin</content></item></list></text><entry><observation classCode="OBS" )"
                        R"(moodCode="EVN"><text><reference value="#a"/></text><value xsi:type="CD" code="1" )"
                        R"(displayName="Dust allergy"/></observation></entry>)")));
    };
    CHECK(holds(with({}), "Free text under allergies: Penicillin"));
    CHECK_FALSE(holds(with(R"( revised="delete")"), "Free text under allergies"));
}

TEST_CASE("ten squared units are not a hundred and two, and what was 20 mg is 2 mg", "[render][narrative]") {
    const auto document = summary(section(
        kMedicines,
        R"(<text><paragraph><content ID="m">Take 10<sup>2</sup> units; <content revised="delete">20 mg</content>)"
        R"( 2 mg</content></paragraph></text><entry><substanceAdministration classCode="SBADM" moodCode="INT">)"
        R"(<consumable><manufacturedProduct><manufacturedMaterial><name>Example</name></manufacturedMaterial>)"
        R"(</manufacturedProduct></consumable><entryRelationship typeCode="SUBJ"><act classCode="ACT" )"
        R"(moodCode="INT"><code code="PINSTRUCT"/><text><reference value="#m"/></text></act>)"
        "</entryRelationship></substanceAdministration></entry>"));
    CHECK(holds(shownAsText(document), "Take 10\u00b2 units; 2 mg"));
    const auto html = shownAsHtml(document);
    CHECK(holds(html, "Take 10\u00b2 units; 2 mg"));
    CHECK(holds(html, "10<sup>2</sup>"));
    CHECK(holds(wholeText(document), "| Take 10\u00b2 units; [struck out: 20 mg] 2 mg"));
    CHECK(missingFromPages(document).empty());
}
