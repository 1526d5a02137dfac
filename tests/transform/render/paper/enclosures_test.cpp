#include "base/base64.hpp"
#include "tests/transform/render/paper/printed.hpp"
#include "transform/render/paper/foreign_pages.hpp"
#include "transform/render/paper/picture.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace ncp;
using namespace ncp::transform::render::paper;
using namespace std::string_literals;

namespace {

/// 4 by 2 red pixels.
const std::string kPng =
    base64Decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAQAAAACCAIAAADwyuo0AAAAEElEQVR4nGM4IScHRwzIHABvCgghBqXSdgAAAABJRU5ErkJgg"
        "g==")
        .value();

/// 16 by 8 red pixels.
const std::string kJpeg =
    base64Decode(
        "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L"
        "2u71////m8H////6/+b9//j/2wBDASstLTw1PHZBQXb4pYyl+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4"
        "+Pj4+Pj4+Pj4+Pj4+Pj/wAARCAAIABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAA"
        "AAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAAAwX/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCUAKi//9k=")
        .value();

/// The PNG, saying that it has 20,000 by 20,000.
std::string boastingPng() {
    std::string png = kPng;
    png.replace(16, 8, "\x00\x00\x4e\x20\x00\x00\x4e\x20"s);
    return png;
}

/// A PDF of one page that says `words`, with these entries in catalogue and page. The reader finds the
/// objects by the table that is made here.
std::string pdfOf(const std::string& words, const std::string& catalogue = {}, const std::string& page = {},
                  const std::string& more = {}) {
    const std::string content = "BT /F1 24 Tf 72 700 Td (" + words + ") Tj ET";
    const std::string objects[] = {"<< /Type /Catalog /Pages 2 0 R " + catalogue + " >>",
                                   "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                                   "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
                                   "/Resources << /Font << /F1 5 0 R >> "
                                   ">> " +
                                       page + " >>",
                                   "<< /Length " + std::to_string(content.size()) + " >>\nstream\n" +
                                       content + "\nendstream",
                                   "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
                                   more.empty() ? "null"s : more};
    std::string pdf = "%PDF-1.5\n";
    std::string table = "xref\n0 7\n0000000000 65535 f \n";
    int number = 0;
    for (const std::string& object : objects) {
        const std::string offset = std::to_string(pdf.size());
        table += std::string(10 - offset.size(), '0') + offset + " 00000 n \n";
        pdf += std::to_string(++number) + " 0 obj\n" + object + "\nendobj\n";
    }
    const std::string start = std::to_string(pdf.size());
    return pdf + table + "trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n" + start + "\n%%EOF\n";
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::string document(const std::string& mediaType, const std::string& bytes) {
    return "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><code code=\"34105-7\"/><component><nonXMLBody><text "
           "mediaType=\"" +
           mediaType + "\" representation=\"B64\">" + base64Encode(bytes) +
           "</text></nonXMLBody></component></ClinicalDocument>";
}

std::size_t pagesOf(const std::string& pdf) {
    const std::string report = tests::reportOf(pdf, "qpdf --show-npages");
    return static_cast<std::size_t>(std::stoul(report));
}

} // namespace

TEST_CASE("a PNG is drawn on paper", "[paper][file]") {
    CHECK(Picture::decode(kPng).value().pixels() == 8);
    const std::string pdf = tests::printed(document("image/png", kPng));
    CHECK(holds(tests::reportOf(pdf, "pdfimages -list"), "image"));
    CHECK(pdf == tests::printed(document("image/png", kPng)));
}

TEST_CASE("a JPEG is drawn on paper, smaller where it is larger than anybody sees", "[paper][file]") {
    CHECK(Picture::decode(kJpeg).value().pixels() == 128);
    CHECK(Picture::decode(kJpeg, 40).value().pixels() <= 40);
    CHECK_FALSE(Picture::decode(kJpeg, 1));
    CHECK_FALSE(Picture::decode(std::string_view{kJpeg}.substr(0, kJpeg.size() - 12)));
    const std::string pdf = tests::printed(document("image/jpeg", kJpeg));
    CHECK(holds(tests::reportOf(pdf, "pdfimages -list"), "image"));
}

TEST_CASE("a picture that boasts, is cut or is none is refused from its header", "[paper][file]") {
    CHECK_FALSE(Picture::decode(boastingPng()));
    CHECK_FALSE(Picture::decode(kPng, 7));
    CHECK_FALSE(Picture::decode(std::string_view{kPng}.substr(0, 40)));
    CHECK_FALSE(Picture::decode(kPng.substr(0, 20)));
    CHECK_FALSE(Picture::decode("\xff\xd8\xff\xe0 no picture"));
    CHECK_FALSE(Picture::decode("GIF89a"));
    CHECK_FALSE(Picture::decode(""));
}

TEST_CASE("a picture that can't be drawn is named on paper, with the reason", "[paper][file]") {
    const std::string pdf = tests::printed(document("image/png", boastingPng()));
    CHECK(holds(tests::withoutBlanks(tests::wordsOf(pdf)), "Bildeterikketegnetpåpapiret"));
}

TEST_CASE("a PDF inside the document follows on the paper, page by page", "[paper][file]") {
    const std::string alone = tests::printed(document("text/plain", "x"));
    const std::string pdf = tests::printed(document("application/pdf", pdfOf("EPIKRISE 17")));
    CHECK(pagesOf(pdf) == pagesOf(alone) + 1);
    CHECK(holds(tests::wordsOf(pdf, true), "EPIKRISE 17"));
    CHECK(holds(tests::withoutBlanks(tests::wordsOf(pdf)), "PDF-filenfølgerbakerst(sider:1)"));
    CHECK(pdf == tests::printed(document("application/pdf", pdfOf("EPIKRISE 17"))));
}

TEST_CASE("nothing of a foreign PDF acts: no script, action, link, attached file or foreign content",
          "[paper][file]") {
    const std::string annotation = "/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI "
                                   "/URI (http://evil.example) >> >> "
                                   "<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS << /Type "
                                   "/Filespec /F (evil.exe) /EF << /F "
                                   "6 0 R >> >> >>] /AA << /O << /S /Launch /F (evil.exe) >> >>";
    const auto made = foreignPages(pdfOf(
        "EPIKRISE 18",
        "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> /Names << /JavaScript << /Names [(a) << /S "
        "/JavaScript /JS (evil) >>] >> /EmbeddedFiles << /Names [(evil.exe) << /Type /Filespec /EF << /F 6 0 "
        "R >> >>] >> >>",
        annotation, "<< /Length 4 >>\nstream\nEVIL\nendstream"));
    REQUIRE(made);
    CHECK(made->count == 1);
    for (const char* forbidden : {"JavaScript", "/JS", "Launch", "URI", "evil", "EVIL", "/EF", "/AA",
                                  "/Annots", "/OpenAction", "/Names", "Filespec"}) {
        INFO(forbidden);
        CHECK_FALSE(holds(made->pdf, forbidden));
    }
    const std::string pdf = tests::printed(
        document("application/pdf", pdfOf("EPIKRISE 18", "/OpenAction << /S /JavaScript /JS (evil) >>")));
    CHECK(holds(tests::wordsOf(pdf, true), "EPIKRISE 18"));
    CHECK_FALSE(holds(tests::reportOf(pdf, "qpdf --json"), "JavaScript"));
}

TEST_CASE("content in other files is not fetched", "[paper][file]") {
    const auto made = foreignPages(pdfOf(
        "EPIKRISE 19", "", "", "<< /Length 0 /F (http://evil.example/content) >>\nstream\n\nendstream"));
    REQUIRE(made);
    CHECK_FALSE(holds(made->pdf, "evil"));
}

TEST_CASE("a PDF that can't be read whole is not appended, and the paper says so", "[paper][file]") {
    const std::string whole = pdfOf("EPIKRISE 20");
    CHECK_FALSE(foreignPages(whole.substr(0, whole.size() / 2)));
    CHECK_FALSE(foreignPages("%PDF-1.7\n"));
    CHECK_FALSE(foreignPages(""));
    const std::string pdf = tests::printed(document("application/pdf", whole.substr(0, whole.size() / 2)));
    CHECK(holds(tests::withoutBlanks(tests::wordsOf(pdf)), "PDF-filenerikkemedpåpapiret"));
}
