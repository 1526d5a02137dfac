#include "tests/ncp/national/invented_document.hpp"

namespace ncp::test {

std::string InventedDocument::text() const {
    const std::string related =
        source.empty()
            ? ""
            : R"(<relatedDocument typeCode="XFRM"><parentDocument><id root="2.999.1" extension=")" + source +
                  R"("/></parentDocument></relatedDocument>)";
    const std::string body = pdf.empty() ? "<structuredBody/>"
                                         : R"(<nonXMLBody><text mediaType=")" + mediaType +
                                               R"(" representation="B64">)" + pdf + "</text></nonXMLBody>";
    return R"(<ClinicalDocument xmlns="urn:hl7-org:v3"><id root="2.999.1" extension=")" + id +
           R"("/><code code=")" + classCode + R"(" codeSystem="2.16.840.1.113883.6.1"/><title>)" + title +
           R"(</title><effectiveTime value=")" + time + R"("/><confidentialityCode code="N"/>)" +
           R"(<languageCode code="pt-PT"/>)" + header + R"(<recordTarget><patientRole><id root=")" +
           patientRoot + R"(" extension=")" + patient +
           R"("/><addr><city>Oppdiktby</city></addr><patient><name><given>)" + given + "</given><family>" +
           family + R"(</family></name><administrativeGenderCode code=")" + gender +
           R"("/><birthTime value=")" + birth + R"("/></patient></patientRole></recordTarget>)" + related +
           "<component>" + body + "</component></ClinicalDocument>";
}

} // namespace ncp::test
