#include "base/base64.hpp"
#include "tests/transform/render/page_text.hpp"
#include "transform/render/view_builder.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

using namespace ncp;
using namespace ncp::transform;
using namespace std::string_literals;

namespace {

const std::string kPng = "\x89PNG\r\n\x1a\n and a picture"s;
const std::string kJpeg = "\xff\xd8\xff\xe0 and a picture"s;
const std::string kPdf = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n";

Texts clinicalTexts() {
    auto texts = Texts::load({std::filesystem::path{NCP_SOURCE_DIR} / "config/texts/clinical.tsv"});
    REQUIRE(texts);
    return std::move(*texts);
}

render::FileView described(const std::string& mediaType, const std::string& bytes, bool base64 = true) {
    const Texts texts = clinicalTexts();
    const render::Wording wording{texts, TextLanguage::English, "pt-PT", true};
    cda::Media media;
    media.mediaType = mediaType;
    media.base64 = base64;
    media.content = base64 ? base64Encode(bytes) : bytes;
    return render::describeFile(media, "A file", wording);
}

/// The page of a level 1 document with that file.
std::string page(const std::string& mediaType, const std::string& bytes,
                 const render::RenderOptions& options = {}) {
    const auto document =
        xml::Document::parse("<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><code "
                             "code=\"18748-4\"/><component><nonXMLBody><text mediaType=\"" +
                             mediaType + "\" representation=\"B64\">" + base64Encode(bytes) +
                             "</text></nonXMLBody></component></ClinicalDocument>");
    REQUIRE(document);
    const auto html = render::renderHtml(*document, clinicalTexts(), TextLanguage::English, options);
    REQUIRE(html);
    return *html;
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("a file is what its bytes say", "[render][file]") {
    CHECK(described("image/png", kPng).kind == render::FileKind::Image);
    CHECK(described("image/jpeg", kJpeg).kind == render::FileKind::Image);
    CHECK(described("image/JPG; name=x", kJpeg).mediaType == "image/jpeg");
    CHECK(described("application/pdf", kPdf).kind == render::FileKind::Pdf);
    CHECK(described("", kPng).mediaType == "image/png");
    CHECK(described("text/plain", "Blodtrykk målt").text == "Blodtrykk målt");
    CHECK(described("text/plain", "Blodtrykk målt", false).kind == render::FileKind::Text);
}

TEST_CASE("a file that is not what it says, or of a type that may act, is withheld with a reason",
          "[render][file]") {
    struct Row {
        std::string type, bytes, reason;
    };
    const auto row = GENERATE(
        Row{"image/png", kJpeg, "something else"},
        Row{"image/png", "<script>alert(1)</script>", "something else"},
        Row{"application/pdf", "MZ a program", "something else"},
        Row{"text/plain", "a\0b"s, "something else"}, Row{"text/plain", "\xc0\xaf"s, "something else"},
        Row{"image/svg+xml", "<svg onload='x'/>", "are not shown"},
        Row{"text/html", "<b>x</b>", "are not shown"}, Row{"application/rtf", "{\\rtf1}", "are not shown"},
        Row{"application/pdf", kPdf + "<< /S /JavaScript /JS (app.alert(1)) >>", "program code"},
        Row{"application/pdf", kPdf + "<< /S /Launch >>", "program code"}, Row{"image/png", "", "empty"});
    INFO(row.type);
    const render::FileView file = described(row.type, row.bytes);
    CHECK(file.kind == render::FileKind::Withheld);
    CHECK(holds(file.reason, row.reason));
    CHECK((file.base64.empty() || file.active));
    CHECK(file.text.empty());
}

TEST_CASE("a file that is damaged or elsewhere is named and not fetched", "[render][file]") {
    const Texts texts = clinicalTexts();
    const render::Wording wording{texts, TextLanguage::English, "pt-PT", true};
    cda::Media media;
    media.mediaType = "image/png";
    media.base64 = true;
    media.content = "%%%";
    CHECK(holds(render::describeFile(media, "x", wording).reason, "damaged"));
    media = {};
    media.mediaType = "image/png";
    media.reference = "https://pictures.example.org/1.png";
    CHECK(holds(render::describeFile(media, "x", wording).reason,
                "not fetched: https://pictures.example.org/1.png"));
}

TEST_CASE("a page of its own holds pictures and offers a PDF, and loads nothing", "[render][file]") {
    CHECK(holds(page("image/png", kPng),
                "<img alt=\"Imaging report from the country of origin\" src=\"data:image/png;base64,"));
    CHECK(holds(page("application/pdf", kPdf),
                "<a download=\"document.pdf\" href=\"data:application/pdf;base64,"));
    CHECK(holds(page("image/png", kPng), "default-src 'none'; style-src 'unsafe-inline'; img-src data:"));
}

TEST_CASE("a fragment shows files only from the address of the page round it", "[render][file]") {
    CHECK_FALSE(holds(page("image/png", kPng, {.embedded = true}), "<img"));
    CHECK_FALSE(holds(page("application/pdf", kPdf, {.embedded = true}), "href="));
    CHECK(holds(page("image/png", kPng, {.embedded = true, .fileAddress = "/documents/1/file"}),
                "src=\"/documents/1/file\""));
    CHECK(holds(page("image/png", kPng, {.embedded = true, .fileAddress = "/a\"onload=\"x"}),
                "/a&quot;onload="));
}

TEST_CASE("a withheld file leaves nothing of itself on the page", "[render][file]") {
    const std::string html = page("image/png", "<script>alert(1)</script>");
    CHECK_FALSE(holds(html, "<script"));
    CHECK_FALSE(holds(html, "<img"));
    CHECK_FALSE(holds(html, base64Encode("<script>alert(1)</script>")));
    CHECK(holds(tests::visibleText(html), "It is not shown."));
}
