#include "transform/cda/embedded_file.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace ncp;
using namespace ncp::transform;

namespace {

xml::Document levelOne(const std::string& body) {
    auto document = xml::Document::parse("<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><component>" + body +
                                         "</component></ClinicalDocument>");
    REQUIRE(document);
    return std::move(*document);
}

std::string text(const std::string& attributes, const std::string& content) {
    return "<nonXMLBody><text mediaType=\"application/pdf\" " + attributes + ">" + content +
           "</text></nonXMLBody>";
}

} // namespace

TEST_CASE("the PDF of a level 1 document comes out byte for byte", "[cda]") {
    const auto pdf = cda::extractPdf(levelOne(text("representation=\"B64\"", "JVBE\n Ri0x LjQK")));
    REQUIRE(pdf);
    CHECK(*pdf == "%PDF-1.4\n");
}

TEST_CASE("the media type comes with the file", "[cda]") {
    const auto file = cda::extractFile(levelOne(text("representation=\"B64\"", "JVBERi0xLjQK")));
    REQUIRE(file);
    CHECK(file->mediaType == "application/pdf");
}

TEST_CASE("a body that is no PDF in base64 is refused", "[cda]") {
    const std::string body =
        GENERATE(std::string{"<structuredBody/>"}, text("representation=\"TXT\"", "%PDF-1.4"),
                 text("representation=\"B64\"", "not base64 %%%"), text("representation=\"B64\"", "PGh0bWw+"),
                 text("representation=\"B64\"", ""));
    INFO(body);
    const auto pdf = cda::extractPdf(levelOne(body));
    REQUIRE_FALSE(pdf);
    CHECK(pdf.error().code == ErrorCode::InputRefused);
}

TEST_CASE("a PDF that acts by itself is known, however its names are spelled", "[cda]") {
    const auto* const bytes =
        GENERATE("/S/JavaScript/JS(x)", "/S/J#61vaScript/J#53(x)", "<</S /Launch>>", "/Type /EmbeddedFile\n",
                 "/Subtype/RichMedia>>", "/S/SubmitForm", "/JS");
    CAPTURE(bytes);
    CHECK(transform::cda::isActivePdf("%PDF-1.7 " + std::string{bytes}));
}

TEST_CASE("a PDF with names that only look alike is passive", "[cda]") {
    const auto* const bytes =
        GENERATE("/JSX", "/JavaScripts ", "JavaScript", "/LaunchPad", "/J#", "/J#5", "/", "");
    CAPTURE(bytes);
    CHECK_FALSE(transform::cda::isActivePdf("%PDF-1.7 " + std::string{bytes}));
}
