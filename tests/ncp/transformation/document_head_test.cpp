#include "ncp/transformation/document_head.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using ncp::transformation::documentHead;

namespace {

std::string document(const std::string& header) {
    return "<ClinicalDocument xmlns=\"urn:hl7-org:v3\">" + header + "</ClinicalDocument>";
}

} // namespace

TEST_CASE("the head of a document is its own id and code") {
    const auto head =
        documentHead(document("<templateId root=\"2.999.9\"/><id root=\"2.999.1\" extension=\"7\"/>"
                              "<code code=\"60591-5\" codeSystem=\"2.16.840.1.113883.6.1\"/>"
                              "<recordTarget><patientRole><id root=\"2.999.2\" extension=\"P-0001\"/>"
                              "</patientRole></recordTarget>"));
    CHECK(head.id == "2.999.1^7");
    CHECK(head.code == "60591-5");
    CHECK(documentHead(document("<id root=\"2.999.1\"/>")).id == "2.999.1");
}

TEST_CASE("nothing of the patient is ever taken for the document's", "[hostile]") {
    const auto inside = documentHead(document(
        "<recordTarget><patientRole><id root=\"2.999.2\" extension=\"P-0001\"/></patientRole></recordTarget>"
        "<id root=\"2.999.1\"/>"));
    CHECK(inside.id.empty());
    const auto nested = documentHead(
        document("<author><id root=\"2.999.2\" extension=\"P-0001\"/></author><id root=\"2.999.1\"/>"));
    CHECK(nested.id == "2.999.1");
    CHECK(documentHead(document("<x:id xmlns:x=\"urn:other\" root=\"2.999.3\"/>")).id.empty());
}

TEST_CASE("what is no document has no head") {
    const std::vector<std::string> texts{"", "not XML", "<a><id root=\"2.999.1\"/></a>",
                                         "<ClinicalDocument><id root=\"2.999.1\"/></ClinicalDocument>"};
    for (const auto& text : texts) {
        CHECK(documentHead(text).id.empty());
    }
}
