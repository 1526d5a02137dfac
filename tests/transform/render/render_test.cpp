#include "base/table.hpp"
#include "tests/transform/render/page_text.hpp"
#include "transform/render/render.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <string>

using namespace ncp;
using namespace ncp::transform;

namespace {

const std::filesystem::path kGolden = std::filesystem::path{NCP_SOURCE_DIR} / "tests/golden/render";

Texts clinicalTexts() {
    auto texts = Texts::load({std::filesystem::path{NCP_SOURCE_DIR} / "config/texts/clinical.tsv"});
    REQUIRE(texts);
    return std::move(*texts);
}

xml::Document goldenDocument(const std::string& name) {
    const auto bytes = readFile(kGolden / (name + ".xml"));
    REQUIRE(bytes);
    auto document = xml::Document::parse(*bytes);
    REQUIRE(document);
    return std::move(*document);
}

/// NCP_UPDATE_GOLDEN=1 writes the file instead; a person reads the difference.
void compare(const std::string& output, const std::string& name) {
    const char* update = std::getenv("NCP_UPDATE_GOLDEN");
    if (update != nullptr && std::string{update} == "1") {
        REQUIRE(writeFile(kGolden / name, output));
        return;
    }
    const auto expected = readFile(kGolden / name);
    REQUIRE(expected);
    INFO(name);
    CHECK(output == *expected);
}

std::string page(const std::string& name, TextLanguage language = TextLanguage::Bokmaal,
                 bool embedded = false) {
    const Texts texts = clinicalTexts();
    const auto html = render::renderHtml(goldenDocument(name), texts, language,
                                         {.sourceCountry = "PT", .embedded = embedded});
    REQUIRE(html);
    return *html;
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("pages and texts in three languages are as agreed", "[render][golden]") {
    const Texts texts = clinicalTexts();
    const std::string name = GENERATE("summary", "prescription", "kinds", "medication", "dispensation",
                                      "laboratory", "letter", "picture");
    const TextLanguage language =
        GENERATE(TextLanguage::Bokmaal, TextLanguage::Nynorsk, TextLanguage::English);
    const xml::Document document = goldenDocument(name);
    const render::RenderOptions options{
        .sourceCountry = "PT", .receivedAt = "20260116080000+0100", .embedded = true, .demonstration = true};
    const auto html = render::renderHtml(document, texts, language, options);
    const auto text = render::renderText(document, texts, language, options);
    REQUIRE(html);
    REQUIRE(text);
    compare(*html, name + '.' + std::string{tag(language)} + ".html");
    compare(*text, name + '.' + std::string{tag(language)} + ".txt");
}

TEST_CASE("what can kill stands before everything else", "[render]") {
    const std::string text = tests::visibleText(page("summary", TextLanguage::Bokmaal, true));
    const std::size_t allergy = text.find("Alvorlig allergi");
    const std::size_t anticoagulant = text.find("0,5–1 tablett");
    const std::size_t sections = text.find("Aktive problemer");
    REQUIRE(allergy != std::string::npos);
    CHECK(allergy < anticoagulant);
    CHECK(anticoagulant < sections);
}

TEST_CASE("known absence, no information and a missing section read differently", "[render]") {
    const std::string text = tests::visibleText(page("summary"));
    CHECK(holds(text, "Ingen kjente operasjoner eller prosedyrer."));
    CHECK(holds(text, "Ingen opplysninger om implantater eller medisinsk utstyr."));
    CHECK(holds(tests::visibleText(page("prescription")), "Bytte er ikke tillatt"));
}

TEST_CASE("a section that a summary must have and lacks is named", "[render]") {
    const Texts texts = clinicalTexts();
    const auto document = xml::Document::parse(
        R"(<ClinicalDocument xmlns="urn:hl7-org:v3"><code code="60591-5"/><component><structuredBody/></component></ClinicalDocument>)");
    REQUIRE(document);
    const auto html = render::renderHtml(*document, texts, TextLanguage::English, {.sourceCountry = "PT"});
    REQUIRE(html);
    CHECK(holds(tests::visibleText(*html),
                "The section “Allergies and intolerances” is missing in the document from Portugal."));
}

TEST_CASE("untranslated and unmapped concepts are shown as they came and marked", "[render]") {
    const std::string html = page("summary");
    CHECK(holds(html, R"(<strong lang="en">Asthma</strong> <span class="mark">ikke oversatt</span>)"));
    CHECK(holds(html, R"(<strong lang="pt-PT">Febre da praia</strong> <span class="mark">Nasjonalt begrep)"));
    CHECK_FALSE(holds(page("summary", TextLanguage::English), "not translated</span>"));
}

TEST_CASE("an entry of an unknown kind loses nothing", "[render]") {
    const std::string text = tests::visibleText(page("summary"));
    CHECK(holds(text, "ambulatory"));
    CHECK(holds(text, "24.12.2025"));
    CHECK(holds(text, "routine"));
}

TEST_CASE("the page needs nothing from elsewhere and runs nothing", "[render]") {
    const std::string html = page("summary");
    for (const char* forbidden :
         {"<script", "<link", "<img", "src=", "url(", "@import", " style=", " onclick", "javascript:"}) {
        INFO(forbidden);
        CHECK_FALSE(holds(html, forbidden));
    }
    CHECK(holds(html, "Content-Security-Policy"));
    CHECK_FALSE(holds(page("summary", TextLanguage::Bokmaal, true), "<style"));
}

TEST_CASE("a fragment starts one heading level below the page round it", "[render]") {
    CHECK(holds(page("summary"), "<h1>Teste Inventado</h1>"));
    const std::string fragment = page("summary", TextLanguage::Bokmaal, true);
    CHECK(holds(fragment, "<h2>Teste Inventado</h2>"));
    CHECK_FALSE(holds(fragment, "<h1"));
}

TEST_CASE("a document without sections says that it is a PDF", "[render]") {
    const Texts texts = clinicalTexts();
    const auto document = xml::Document::parse(
        R"(<ClinicalDocument xmlns="urn:hl7-org:v3"><code code="60591-5"/><component><nonXMLBody><text mediaType="application/pdf" representation="B64">JVBERi0xLjQK</text></nonXMLBody></component></ClinicalDocument>)");
    REQUIRE(document);
    const auto text = render::renderText(*document, texts, TextLanguage::Bokmaal, {});
    REQUIRE(text);
    CHECK(holds(*text, "Dokumentet finnes bare som PDF."));
    CHECK_FALSE(holds(*text, "mangler i dokumentet"));
}

TEST_CASE("hostile text is shown as text", "[render]") {
    const Texts texts = clinicalTexts();
    const auto document =
        xml::Document::parse(R"xml(<ClinicalDocument xmlns="urn:hl7-org:v3"><code code="60591-5"/>
<title>&lt;script&gt;alert(1)&lt;/script&gt;</title><languageCode code="pt&quot; onclick=&quot;x"/>
<recordTarget><patientRole><patient><name><family>&lt;img src=x onerror=y&gt;</family></name></patient></patientRole></recordTarget>
<component><structuredBody><component><section><code code="18776-5"/><text><script>alert(2)</script><paragraph onclick="z" style="position:fixed">ok</paragraph>
<linkHtml href="javascript:alert(3)">one</linkHtml><linkHtml href=" JavaScript:alert(4)">two</linkHtml><linkHtml href="data:text/html,x">three</linkHtml>
<linkHtml href="https://example.org/a?b=1&amp;c=2">four</linkHtml><iframe src="https://example.org">five</iframe><td colspan="9999999">six</td></text></section></component></structuredBody></component></ClinicalDocument>)xml");
    REQUIRE(document);
    const auto html = render::renderHtml(*document, texts, TextLanguage::Bokmaal, {});
    REQUIRE(html);
    for (const char* forbidden :
         {"<script", "<img", "<iframe", "href=\"javascript", "href=\" Java", "href=\"data", "position:fixed",
          "alert(2)", "9999999", "lang=\"pt\" onclick"}) {
        INFO(forbidden);
        CHECK_FALSE(holds(*html, forbidden));
    }
    CHECK(holds(*html, "&lt;img src=x onerror=y&gt;"));
    CHECK(holds(*html, "href=\"https://example.org/a?b=1&amp;c=2\""));
    for (const char* kept : {"one", "two", "three", "four", "six"}) {
        CHECK(holds(tests::visibleText(*html), kept));
    }
}

TEST_CASE("control characters reach no terminal", "[render]") {
    const Texts texts = clinicalTexts();
    const auto document = xml::Document::parse("<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><code "
                                               "code=\"60591-5\"/><recordTarget><patientRole><patient><name>"
                                               "<family>A\u007f[31mB\u009b31mC</family></name></patient></"
                                               "patientRole></recordTarget></ClinicalDocument>");
    REQUIRE(document);
    const auto text = render::renderText(*document, texts, TextLanguage::Bokmaal, {});
    REQUIRE(text);
    CHECK_FALSE(holds(*text, "\u007f"));
    CHECK_FALSE(holds(*text, "\u009b"));
}

TEST_CASE("what is no clinical document is refused", "[render]") {
    const Texts texts = clinicalTexts();
    const auto document = xml::Document::parse("<ClinicalDocument xmlns=\"urn:other\"/>");
    REQUIRE(document);
    CHECK(render::renderHtml(*document, texts, TextLanguage::Bokmaal, {}).error().code ==
          ErrorCode::MalformedMessage);
    CHECK(render::renderText(*document, texts, TextLanguage::Bokmaal, {}).error().code ==
          ErrorCode::MalformedMessage);
}
