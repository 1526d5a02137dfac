#include "ncp/consultation/attached_file.hpp"

#include "base/base64.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace ncp;

namespace {

xml::Document documentWith(const std::string& mediaType, const std::string& bytes) {
    const auto xml = "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><component><nonXMLBody><text mediaType=\"" +
                     mediaType + "\" representation=\"B64\">" + base64Encode(bytes) +
                     "</text></nonXMLBody></component></ClinicalDocument>";
    return std::move(*xml::Document::parse(xml));
}

std::string typeOf(const std::string& bytes) {
    const auto file = consultation::attachedFile(documentWith("application/octet-stream", bytes));
    return file ? std::string{file->mediaType} : std::string{spec(file.error().code).id};
}

} // namespace

TEST_CASE("the file in a document is told by its content, and nothing else reaches a browser",
          "[consultation]") {
    CHECK(typeOf("%PDF-1.4 invented") == "application/pdf");
    CHECK(typeOf(std::string{"\x89PNG\r\n\x1A\n invented", 17}) == "image/png");
    CHECK(typeOf("\xFF\xD8\xFF\xE0 invented") == "image/jpeg");
    CHECK(typeOf("<html><script>alert(1)</script></html>") == "input.refused");
    CHECK(typeOf("<svg xmlns=\"http://www.w3.org/2000/svg\"/>") == "input.refused");
    CHECK(typeOf("GIF89a") == "input.refused");
}

TEST_CASE("a label that lies changes nothing", "[consultation]") {
    const auto file = consultation::attachedFile(documentWith("image/png", "%PDF-1.4 invented"));
    REQUIRE(file.has_value());
    CHECK(file->mediaType == consultation::kPdfMediaType);
    CHECK_FALSE(consultation::attachedFile(documentWith("application/pdf", "<html/>")).has_value());
}

TEST_CASE("a document with sections has no file", "[consultation]") {
    const auto document = xml::Document::parse(
        "<ClinicalDocument "
        "xmlns=\"urn:hl7-org:v3\"><component><structuredBody/></component></ClinicalDocument>");
    REQUIRE(document.has_value());
    CHECK_FALSE(consultation::hasAttachedFile(*document));
    CHECK(consultation::hasAttachedFile(documentWith("application/pdf", "%PDF-")));
}
