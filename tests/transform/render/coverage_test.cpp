#include "transform/render/coverage.hpp"

#include "base/table.hpp"
#include "base/xml/edit.hpp"
#include "tests/support/reference.hpp"
#include "transform/terminology/catalogue.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <vector>

using namespace ncp;
using namespace ncp::transform;

namespace {

std::vector<std::filesystem::path> documentsBelow(const std::filesystem::path& directory) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{directory}) {
        if (entry.path().extension() == ".xml") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

const Texts& clinicalTexts() {
    static const Texts texts =
        Texts::load({std::filesystem::path{NCP_SOURCE_DIR} / "config/texts/clinical.tsv"}).value();
    return texts;
}

const terminology::Catalogue& catalogue() {
    static const auto loaded =
        terminology::Catalogue::load(std::filesystem::path{NCP_SOURCE_DIR} / "config/terminology");
    REQUIRE(loaded);
    return *loaded;
}

xml::Document parsed(const std::string& text) {
    auto document = xml::Document::parse(text);
    REQUIRE(document);
    return std::move(*document);
}

void checkPages(const xml::Document& document) {
    const auto coverage = render::measureCoverage(document, clinicalTexts(), {.sourceCountry = "PT"});
    REQUIRE(coverage);
    for (const render::PageCoverage& page : coverage->pages) {
        for (const render::MissingLeaf& leaf : page.missing) {
            FAIL_CHECK(tag(page.language) << (page.html ? " html" : " text") << " lacks line " << leaf.line
                                          << ' ' << leaf.path << ": " << leaf.value);
        }
    }
}

/// What a translation leaves: another name, and the original beside it.
void translate(xml::Node element) {
    const auto found = element.hasAttribute("nullFlavor") || element.name() == "translation"
                           ? std::nullopt
                           : catalogue().designation(element.attribute("codeSystem"),
                                                     element.attribute("code"), TextLanguage::Bokmaal);
    for (auto child = element.firstChild(); child; child = child->next()) {
        translate(*child);
    }
    if (!found || element.name() == "languageCode") {
        return;
    }
    const auto first = element.firstChild();
    const auto original =
        first ? xml::insertBefore(*first, "translation") : xml::appendChild(element, "translation");
    for (const char* name : {"code", "codeSystem", "codeSystemName", "displayName"}) {
        if (const auto value = element.attributeIfPresent(name)) {
            xml::setAttribute(original, name, *value);
        }
    }
    xml::setAttribute(element, "displayName", found->text);
}

/// As it came, and translated: then the original wordings are leaves too.
void checkDocument(const std::filesystem::path& file) {
    INFO(file.filename().string());
    const auto bytes = readFile(file);
    REQUIRE(bytes);
    auto document = xml::Document::parse(*bytes);
    if (!document) {
        WARN("not well-formed, refused before rendering: " << file.filename().string());
        return;
    }
    checkPages(*document);
    translate(document->root());
    checkPages(*document);
}

const std::string kSummary = R"(<ClinicalDocument xmlns="urn:hl7-org:v3"
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><code code="60591-5"/><languageCode code="pt-PT"/>
<component><structuredBody><component><section><code code="8716-3"/><text>Notas</text><entry>
<observation classCode="OBS"><code code="1" displayName="Hemoglobin"/><statusCode code="completed"/>
<effectiveTime value="20260131081500+0100"/><value xsi:type="PQ" value="5.2" unit="mmol/L"/>
</observation></entry></section></component></structuredBody></component></ClinicalDocument>)";

std::vector<std::string> missingValues(const std::string& page) {
    std::vector<std::string> values;
    for (const auto& leaf : render::missingFrom(page, inventory::takeInventory(parsed(kSummary)),
                                                clinicalTexts(), TextLanguage::Bokmaal)) {
        values.push_back(leaf.value);
    }
    return values;
}

} // namespace

TEST_CASE("every demonstration document is shown with nothing clinical missing", "[render][coverage]") {
    const auto files = documentsBelow(std::filesystem::path{NCP_SOURCE_DIR} / "config/demo");
    REQUIRE_FALSE(files.empty());
    for (const auto& file : files) {
        checkDocument(file);
    }
}

TEST_CASE("every reference document is shown with nothing clinical missing", "[render][coverage]") {
    if (const auto directory = test::referencePath("cda")) {
        for (const auto& file : documentsBelow(*directory)) {
            checkDocument(file);
        }
    }
}

TEST_CASE("every golden document is shown with nothing clinical missing", "[render][coverage]") {
    for (const auto& file : documentsBelow(std::filesystem::path{NCP_SOURCE_DIR} / "tests/golden/render")) {
        checkDocument(file);
    }
}

TEST_CASE("a page that shows everything lacks nothing", "[render][coverage]") {
    CHECK(missingValues("Notas Hemoglobin 5,2 mmol/L 31.01.2026 kl. 08:15").empty());
}

TEST_CASE("a leaf that a page leaves out is named with its place and what it says", "[render][coverage]") {
    CHECK(missingValues("Notas 5,2 mmol/L 31.01.2026 kl. 08:15").size() == 1);
    CHECK(missingValues("Notas Hemoglobin 31.01.2026 kl. 08:15").size() == 1);
    CHECK(missingValues("Notas Hemoglobin 5,2 mmol/L kl. 08:15").size() == 1);
    CHECK(missingValues("Hemoglobin 5,2 mmol/L 31.01.2026 kl. 08:15").size() == 1);
    CHECK(missingValues("").size() == 4);
    const auto missing = render::missingFrom("", inventory::takeInventory(parsed(kSummary)), clinicalTexts(),
                                             TextLanguage::Bokmaal);
    CHECK(missing.back().path.find("/observation/value") != std::string::npos);
    CHECK(missing.back().kind == inventory::Kind::Quantity);
    CHECK(missing.back().line == 5);
}

TEST_CASE("a falsified value does not count as shown", "[render][coverage]") {
    const std::string rest = "Notas Hemoglobin 31.01.2026 kl. 08:15 ";
    for (const char* wrong : {"52 mmol/L", "5.2 mmol/L", "15,2 mmol/L", "5,25 mmol/L", "5,2 mg/L"}) {
        INFO(wrong);
        CHECK(missingValues(rest + wrong).size() == 1);
    }
    const std::string value = "Notas Hemoglobin 5,2 mmol/L ";
    for (const char* wrong :
         {"31.01.2025 kl. 08:15", "31.01.2026 kl. 09:15", "31.01.2026", "131.01.2026 kl. 08:15"}) {
        INFO(wrong);
        CHECK(missingValues(value + wrong).size() == 1);
    }
}

TEST_CASE("a word inside another one does not count as shown", "[render][coverage]") {
    const std::string rest = " 31.01.2026 kl. 08:15 5,2 mmol/L";
    CHECK(missingValues("Notas Hemoglobin" + rest).empty());
    CHECK(missingValues("Notas: \u00abHemoglobin\u00bb" + rest).empty());
    CHECK(missingValues("Notas Methemoglobin" + rest).size() == 1);
    CHECK(missingValues("Notas Hemoglobinæ" + rest).size() == 1);
}

TEST_CASE("a number without its sign does not count as shown", "[render][coverage]") {
    auto negative = kSummary;
    negative.replace(negative.find("5.2"), 3, "-5.2");
    const auto missing = [&](const std::string& shown) {
        return render::missingFrom("Notas Hemoglobin 31.01.2026 kl. 08:15 " + shown,
                                   inventory::takeInventory(parsed(negative)), clinicalTexts(),
                                   TextLanguage::Bokmaal)
            .size();
    };
    CHECK(missing("-5,2 mmol/L") == 0);
    CHECK(missing("5,2 mmol/L") == 1);
    const auto page = render::renderHtml(parsed(negative), clinicalTexts(), TextLanguage::Bokmaal, {});
    REQUIRE(page);
    CHECK(render::missingFromPage(render::partsOf(*page), inventory::takeInventory(parsed(negative)),
                                  clinicalTexts(), TextLanguage::Bokmaal)
              .empty());
}

namespace {

/// Two medicines with their doses, of a Patient Summary.
std::string twoMedicines() {
    const auto entry = [](const std::string& name, const std::string& dose) {
        return "<entry><substanceAdministration classCode=\"SBADM\" moodCode=\"INT\"><statusCode "
               "code=\"active\"/><doseQuantity value=\"" +
               dose + "\" unit=\"mg\"/><consumable><manufacturedProduct><manufacturedMaterial><name>" + name +
               "</name></manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration>"
               "</entry>";
    };
    return "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><code code=\"60591-5\"/><component><structuredBody>"
           "<component><section><code code=\"10160-0\"/><text>Alfa 7 mg, Beta 40 mg</text>" +
           entry("Alfa", "7") + entry("Beta", "40") +
           "</section></component></structuredBody></component></ClinicalDocument>";
}

/// Every `one` as `other`, and the other way round.
std::string swapped(std::string text, const std::string& one, const std::string& other) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool isOne = text.compare(at, one.size(), one) == 0;
        if (isOne || text.compare(at, other.size(), other) == 0) {
            text.replace(at, (isOne ? one : other).size(), isOne ? other : one);
            at += (isOne ? other : one).size() - 1;
        }
    }
    return text;
}

/// The rows of the page's tables with `one` and `other` swapped; the narrative stays.
std::string rowsSwapped(const std::string& page, const std::string& one, const std::string& other) {
    const auto begin = page.find("<tr data-entry");
    const auto end = page.find("</table>", begin);
    REQUIRE(end != std::string::npos);
    return page.substr(0, begin) + swapped(page.substr(begin, end - begin), one, other) + page.substr(end);
}

} // namespace

TEST_CASE("a dose beside another medicine counts as missing", "[render][coverage]") {
    const Texts texts = clinicalTexts();
    const auto document = parsed(twoMedicines());
    const auto leaves = inventory::takeInventory(document);
    const std::string page = render::renderHtml(document, texts, TextLanguage::Bokmaal, {}).value();
    const auto missingOn = [&](const std::string& shown) {
        return render::missingFromPage(render::partsOf(shown), leaves, texts, TextLanguage::Bokmaal);
    };
    CHECK(missingOn(page).empty());

    const auto doses = missingOn(rowsSwapped(page, "7\u00a0mg", "40\u00a0mg"));
    REQUIRE(doses.size() == 2);
    CHECK(doses[0].value == "7 mg");
    CHECK(doses[0].elsewhere);
    CHECK(doses[1].value == "40 mg");

    const auto names = missingOn(rowsSwapped(page, "Alfa", "Beta"));
    REQUIRE(names.size() == 2);
    CHECK(names[0].value == "Alfa");
    // Without regard to entries nothing would be missing.
    CHECK(
        render::missingFrom(rowsSwapped(page, "Alfa", "Beta"), leaves, texts, TextLanguage::Bokmaal).empty());
}

TEST_CASE("a dose that stands in the quoted narrative alone counts as missing", "[render][coverage]") {
    const Texts texts = clinicalTexts();
    const auto document = parsed(twoMedicines());
    std::string page = render::renderHtml(document, texts, TextLanguage::Bokmaal, {}).value();
    const auto row = page.find("7\u00a0mg", page.find("<tr data-entry"));
    REQUIRE(row != std::string::npos);
    page.replace(row, std::string{"7\u00a0mg"}.size(), "mg");
    const auto missing = render::missingFromPage(render::partsOf(page), inventory::takeInventory(document),
                                                 texts, TextLanguage::Bokmaal);
    REQUIRE(missing.size() == 1);
    CHECK(missing[0].value == "7 mg");
}

TEST_CASE("a dose beside another medicine counts as missing of a text, too", "[render][coverage]") {
    const Texts texts = clinicalTexts();
    const auto document = parsed(twoMedicines());
    const auto leaves = inventory::takeInventory(document);
    render::PageParts parts = render::textParts(document, texts, TextLanguage::Bokmaal, {}).value();
    CHECK(render::missingFromPage(parts, leaves, texts, TextLanguage::Bokmaal).empty());

    std::swap(parts.clinical.at(1), parts.clinical.at(2));
    const auto missing = render::missingFromPage(parts, leaves, texts, TextLanguage::Bokmaal);
    REQUIRE(missing.size() == 4);
    CHECK(std::ranges::all_of(missing, [](const render::MissingLeaf& leaf) { return leaf.elsewhere; }));
}

TEST_CASE("why a value is missing must stand beside its own entry", "[render][coverage]") {
    std::string text = twoMedicines();
    const std::string dose = "<doseQuantity";
    for (auto at = text.find(dose); at != std::string::npos; at = text.find(dose, at + 40)) {
        text.insert(at, "<routeCode nullFlavor=\"ASKU\"/>");
    }
    const Texts texts = clinicalTexts();
    const auto document = parsed(text);
    const auto leaves = inventory::takeInventory(document);
    const std::string said = "Spurt, men ukjent";
    for (const bool html : {true, false}) {
        render::PageParts parts =
            html ? render::partsOf(render::renderHtml(document, texts, TextLanguage::Bokmaal, {}).value())
                 : render::textParts(document, texts, TextLanguage::Bokmaal, {}).value();
        CHECK(render::missingFromPage(parts, leaves, texts, TextLanguage::Bokmaal).empty());
        std::string& second = parts.clinical.at(2);
        REQUIRE(second.find(said) != std::string::npos);
        second.erase(second.find(said), said.size());
        parts.codes.erase(2);
        const auto missing = render::missingFromPage(parts, leaves, texts, TextLanguage::Bokmaal);
        REQUIRE(missing.size() == 1);
        CHECK(missing[0].kind == inventory::Kind::NullFlavor);
        CHECK(missing[0].elsewhere);
    }
}
