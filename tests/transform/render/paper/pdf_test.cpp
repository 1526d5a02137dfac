#include "transform/render/paper/pdf.hpp"

#include "base/table.hpp"
#include "tests/transform/render/paper/printed.hpp"

#include <catch2/catch.hpp>
#include <future>
#include <string>
#include <vector>

using namespace ncp;
using namespace ncp::tests;

namespace {

constexpr const char* kCheck = "qpdf --check";

std::size_t pagesOf(std::string_view pdf) {
    const std::string info = reportOf(pdf, "pdfinfo");
    const auto at = info.find("Pages:");
    REQUIRE(at != std::string::npos);
    return std::stoul(info.substr(at + 6));
}

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string out;
    for (std::size_t at = 0; at < times; ++at) {
        out += text;
    }
    return out;
}

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
        ++found;
    }
    return found;
}

std::string demoDocument(const std::string& name) {
    const auto bytes = readFile(std::filesystem::path{NCP_SOURCE_DIR} / "config/demo" / name);
    REQUIRE(bytes);
    return *bytes;
}

} // namespace

TEST_CASE("a PDF names patient, birth date, document, country and page on every page", "[paper]") {
    const std::string pdf = printed(demoDocument("pt/documents/full-summary.xml"), TextLanguage::English);
    const std::size_t pages = pagesOf(pdf);
    REQUIRE(pages > 3);
    const std::string words = wordsOf(pdf, true);
    CHECK(count(words, "Maria Exemplo Inventada   Born 14 March 1988") +
              count(words, "Maria Exemplo Inventada Born 14 March 1988") ==
          pages);
    CHECK(count(words, "Patient Summary from Portugal\n") >= pages);
    for (std::size_t page = 1; page <= pages; ++page) {
        CHECK(holds(words, "Page " + std::to_string(page) + " of " + std::to_string(pages) + "\n"));
    }
}

TEST_CASE("what can kill stands on the first page, before the sections", "[paper]") {
    const std::string words = wordsOf(printed(demoDocument("pt/documents/full-summary.xml")));
    const auto allergy = words.find("!! Alvorlig allergi\namoxicillin");
    REQUIRE(allergy != std::string::npos);
    CHECK(allergy < words.find("Allergier og overfølsomhet"));
    CHECK(allergy < words.find('\f'));
}

TEST_CASE("a missing translation is marked on paper as on the screen", "[paper]") {
    const std::string pdf = printed(demoDocument("pt/documents/full-summary.xml"));
    CHECK(holds(withoutBlanks(wordsOf(pdf)),
                withoutBlanks("Medronho (fruto) [Nasjonalt begrep uten europeisk kode]")));
}

TEST_CASE("a PDF is sound, tagged, and says its language and title without naming the patient", "[paper]") {
    const std::string pdf = printed(demoDocument("pt/documents/cardiac-summary.xml"), TextLanguage::Nynorsk);
    CHECK(holds(reportOf(pdf, kCheck), "No syntax or stream encoding errors found"));
    const std::string info = reportOf(pdf, "pdfinfo");
    CHECK(holds(info, "Pasientoppsummering frå Portugal"));
    CHECK(holds(info, "Tagged:          yes"));
    CHECK(holds(info, "JavaScript:      no"));
    CHECK_FALSE(holds(info, "Creat"));
    const std::string structure = reportOf(pdf, "pdfinfo -struct");
    for (const char* element : {"H1", "H2", "Table", "TR", "TH", "TD"}) {
        CHECK(holds(structure, element));
    }
    const std::string fonts = reportOf(pdf, "pdffonts");
    CHECK(holds(fonts, "LiberationSans"));
    CHECK_FALSE(holds(fonts, " no  no "));
}

TEST_CASE("the same document gives the same bytes", "[paper]") {
    const std::string document = demoDocument("pt/documents/cardiac-summary.xml");
    CHECK(printed(document) == printed(document));
}

TEST_CASE("a PDF that was printed at a time says so", "[paper]") {
    const auto document = xml::Document::parse(demoDocument("pt/documents/child-summary.xml"));
    REQUIRE(document);
    const auto pdf = transform::render::renderPdf(*document, clinicalTexts(), TextLanguage::Bokmaal,
                                                  {.sourceCountry = "PT"}, "20261122101530+0100");
    REQUIRE(pdf);
    CHECK(holds(reportOf(*pdf, "pdfinfo -rawdates"), "20261122101530+01'00"));
    CHECK(holds(wordsOf(*pdf, true), "Skrevet ut 22.11.2026"));
    const auto oddTime = transform::render::renderPdf(*document, clinicalTexts(), TextLanguage::Bokmaal,
                                                      {.sourceCountry = "PT"}, "yesterday');");
    REQUIRE(oddTime);
    CHECK_FALSE(holds(reportOf(*oddTime, "pdfinfo"), "CreationDate"));
}

TEST_CASE("names in Greek, Cyrillic and Polish are printed and read back", "[paper]") {
    const std::string words = "Ελένη Παπαδοπούλου Елена Иванова Łucja Żółć Ștefan Ħamrun Çağrı Þórður";
    const std::string pdf =
        printed(summaryWith(textSection("Τίτλος", "<paragraph>" + words + "</paragraph>")));
    CHECK(holds(withoutBlanks(wordsOf(pdf)), withoutBlanks(words)));
    CHECK_FALSE(holds(reportOf(pdf, "pdffonts"), " no  no "));
}

TEST_CASE("a table that goes over pages repeats its head, and keeps its rows in order", "[paper]") {
    std::string rows;
    for (int row = 1; row <= 200; ++row) {
        rows += "<tr><td>row-" + std::to_string(row) + "-left</td><td>row-" + std::to_string(row) +
                "-right</td></tr>";
    }
    const std::string pdf = printed(summaryWith(textSection(
        "Results", "<table><thead><tr><th>FirstColumn</th><th>SecondColumn</th></tr></thead><tbody>" + rows +
                       "</tbody></table>")));
    const std::size_t pages = pagesOf(pdf);
    CHECK(pages >= 4);
    CHECK(pages <= 8);
    const std::string words = wordsOf(pdf);
    CHECK(count(words, "FirstColumn") >= pages - 1);
    std::size_t last = 0;
    for (int row = 1; row <= 200; ++row) {
        const auto at = words.find("row-" + std::to_string(row) + "-left");
        REQUIRE(at != std::string::npos);
        CHECK(at >= last);
        last = at;
    }
}

TEST_CASE("cells that cover rows and columns keep all their words", "[paper]") {
    const std::string pdf = printed(summaryWith(textSection(
        "Results", "<table><tbody><tr><th rowspan=\"2\">Alpha</th><td colspan=\"2\">Beta</td></tr>"
                   "<tr><td>Gamma</td><td>Delta</td></tr><tr><td>Epsilon<list><item>Zeta</item><item>Eta"
                   "</item></list></td><td><table><tbody><tr><td>Theta</td><td>Iota</td></tr></tbody></table>"
                   "</td></tr></tbody></table>")));
    const std::string words = wordsOf(pdf);
    for (const char* word :
         {"Alpha", "Beta", "Gamma", "Delta", "Epsilon", "• Zeta", "• Eta", "Theta | Iota"}) {
        INFO(word);
        CHECK(holds(words, word));
    }
    CHECK(words.find("Beta") < words.find("Gamma"));
}

TEST_CASE("a word without end is broken and loses nothing", "[paper]") {
    const std::string word = repeated("abcdefghij", 5000);
    const std::string pdf =
        printed(summaryWith(textSection(word, "<paragraph>" + word + "</paragraph><table><tbody><tr><td>" +
                                                  word + "</td><td>beside</td></tr></tbody></table>")));
    CHECK(holds(reportOf(pdf, kCheck), "No syntax or stream encoding errors found"));
    const std::string words = withoutBlanks(wordsOf(pdf));
    CHECK(holds(words, word));
    CHECK(holds(words, "beside"));
}

TEST_CASE("a cell that is longer than a page goes on on the next", "[paper]") {
    const std::string long_ = repeated("<paragraph>one more sentence about it</paragraph>", 400);
    const std::string pdf = printed(
        summaryWith(textSection("Letter", "<table><thead><tr><th>" + repeated("tall head ", 900) +
                                              "</th><th>b</th></tr></thead><tbody><tr>"
                                              "<td>" +
                                              long_ + "</td><td>beside it</td></tr></tbody></table>")));
    CHECK(pagesOf(pdf) < 30);
    CHECK(count(wordsOf(pdf), "one more sentence about it") >= 395);
}

TEST_CASE("script, links and foreign markup in section text become words or nothing", "[paper]") {
    const std::string pdf = printed(summaryWith(textSection(
        "Hostile",
        "<paragraph>before<script>alert(1)</script>after</paragraph><linkHtml href=\"javascript:alert(2)\">"
        "press</linkHtml><linkHtml href=\"https://example.org/a'b&lt;c) /URI (x\">address</linkHtml>"
        "<content>'] dest='x' name='</content>")));
    const std::string words = wordsOf(pdf);
    CHECK(holds(words, "beforeafter"));
    CHECK_FALSE(holds(words, "alert(1)"));
    CHECK(holds(words, "<https://example.org/a'b<c) /URI (x>"));
    CHECK(holds(reportOf(pdf, kCheck), "No syntax or stream encoding errors found"));
    CHECK(reportOf(pdf, "pdfinfo -url").find("example.org") == std::string::npos);
}

TEST_CASE("a document that fills more pages than anybody prints is refused", "[paper]") {
    const auto document =
        xml::Document::parse(summaryWith(textSection("Long", repeated("<paragraph>a</paragraph>", 140000))));
    REQUIRE(document);
    const auto pdf = transform::render::renderPdf(*document, clinicalTexts(), TextLanguage::Bokmaal, {});
    REQUIRE_FALSE(pdf);
    CHECK(pdf.error().code == ErrorCode::BodyTooLarge);
    CHECK_FALSE(holds(pdf.error().detail, "Oppdiktet"));
}

TEST_CASE("what is no clinical document gives no paper", "[paper]") {
    const auto document = xml::Document::parse("<list xmlns=\"urn:hl7-org:v3\"/>");
    REQUIRE(document);
    const auto pdf = transform::render::renderPdf(*document, clinicalTexts(), TextLanguage::English, {});
    REQUIRE_FALSE(pdf);
    CHECK(pdf.error().code == ErrorCode::MalformedMessage);
}

TEST_CASE("several threads print at once and print the same", "[paper]") {
    const std::string document = demoDocument("pt/documents/child-prescription.xml");
    const auto parsed = xml::Document::parse(document);
    REQUIRE(parsed);
    const Texts texts = clinicalTexts();
    std::vector<std::future<Result<std::string>>> prints;
    for (int thread = 0; thread < 4; ++thread) {
        prints.push_back(std::async(std::launch::async, [&] {
            return transform::render::renderPdf(*parsed, texts, TextLanguage::Nynorsk, {});
        }));
    }
    const auto first = prints.front().get();
    REQUIRE(first);
    for (std::size_t thread = 1; thread < prints.size(); ++thread) {
        const auto other = prints[thread].get();
        REQUIRE(other);
        CHECK(*other == *first);
    }
}
