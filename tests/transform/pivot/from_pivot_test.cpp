#include "transform/pivot/from_pivot.hpp"

#include "base/table.hpp"
#include "tests/transform/pivot/pivot_documents.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace ncp;
using namespace ncp::test;
using transform::pivot::Status;
using transform::pivot::Transformed;

namespace {

Transformed translated(std::string_view inner, TextLanguage language = TextLanguage::Bokmaal) {
    return transform::pivot::fromPivot(summary(inner), smallList(), smallCatalogue(), language).value();
}

std::string result(std::string_view inner, TextLanguage language = TextLanguage::Bokmaal) {
    return innerOf(translated(inner, language).bytes);
}

std::vector<std::string> codesOf(const Transformed& transformed) {
    std::vector<std::string> codes;
    for (const auto& finding : transformed.findings) {
        codes.push_back(finding.code);
    }
    return codes;
}

using Codes = std::vector<std::string>;

} // namespace

TEST_CASE("a coded element gets its name and keeps the original as translation", "[pivot]") {
    const std::string before = "<value xsi:type=\"CD\" code=\"A2\" codeSystem='1.2.3' displayName=\"Milk\"/>";
    const auto after = [](const std::string& name) {
        return "<value xsi:type=\"CD\" code=\"A2\" codeSystem='1.2.3' displayName=\"" + name +
               "\"><translation code=\"A2\" codeSystem='1.2.3' displayName=\"Milk\"/></value>";
    };
    CHECK(result(before, TextLanguage::Bokmaal) == after("melk"));
    CHECK(result(before, TextLanguage::Nynorsk) == after("mjølk"));
    CHECK(result(before, TextLanguage::English) == after("milk"));
    CHECK(translated(before).counts.translated == 1);
    CHECK(translated(before).findings.empty());
    CHECK(translated(before).status == Status::Success);
}

TEST_CASE("what the catalogue says is escaped, what the document says stays as it is written", "[pivot]") {
    CHECK(result("<c code=\"A4\" codeSystem=\"1.2.3\" displayName='bee &lt;sting&gt; &amp; \"wasp\"'></c>") ==
          "<c code=\"A4\" codeSystem=\"1.2.3\" displayName='bie &amp; &quot;veps&quot;'><translation "
          "code=\"A4\" codeSystem=\"1.2.3\" displayName='bee &lt;sting&gt; &amp; \"wasp\"'/></c>");
}

TEST_CASE("the original stands behind originalText and qualifiers and before other translations", "[pivot]") {
    CHECK(result("<c code=\"A1\" codeSystem=\"ALL\" displayName=\"Peanut\">\n <originalText>x</originalText>"
                 "<qualifier/>\n <!-- here --><translation code=\"9\" codeSystem=\"4.5\"/>\n</c>") ==
          "<c code=\"A1\" codeSystem=\"ALL\" displayName=\"jordnøtt\">\n <originalText>x</originalText>"
          "<qualifier/>\n <!-- here --><translation code=\"A1\" codeSystem=\"ALL\" displayName=\"Peanut\"/>"
          "<translation code=\"9\" codeSystem=\"4.5\"/>\n</c>");
    CHECK(result("<c code=\"A1\" codeSystem=\"1.2.3\"><originalText>x</originalText></c>") ==
          "<c code=\"A1\" codeSystem=\"1.2.3\" displayName=\"jordnøtt\"><originalText>x</originalText>"
          "<translation code=\"A1\" codeSystem=\"1.2.3\"/></c>");
    CHECK(result("<c code=\"A1\" codeSystem=\"1.2.3\"><validTime/></c>") ==
          "<c code=\"A1\" codeSystem=\"1.2.3\" displayName=\"jordnøtt\"><translation code=\"A1\" "
          "codeSystem=\"1.2.3\"/><validTime/></c>");
}

TEST_CASE("the translation is of HL7 v3 whatever stands around it", "[pivot]") {
    CHECK(result("<pharm:formCode code=\"A1\" codeSystem=\"1.2.3\"/>") ==
          "<pharm:formCode code=\"A1\" codeSystem=\"1.2.3\" displayName=\"jordnøtt\"><translation "
          "code=\"A1\" codeSystem=\"1.2.3\"/></pharm:formCode>");
    CHECK(result("<p xmlns=\"urn:hl7-org:pharm\"><formCode code=\"A1\" codeSystem=\"1.2.3\"/></p>") ==
          "<p xmlns=\"urn:hl7-org:pharm\"><formCode code=\"A1\" codeSystem=\"1.2.3\" "
          "displayName=\"jordnøtt\"><translation xmlns=\"urn:hl7-org:v3\" code=\"A1\" "
          "codeSystem=\"1.2.3\"/></formCode></p>");
    CHECK(result("<h:c xmlns:h=\"urn:hl7-org:v3\" xmlns=\"\" code=\"A1\" codeSystem=\"1.2.3\" />") ==
          "<h:c xmlns:h=\"urn:hl7-org:v3\" xmlns=\"\" code=\"A1\" codeSystem=\"1.2.3\" "
          "displayName=\"jordnøtt\" ><h:translation code=\"A1\" codeSystem=\"1.2.3\"/></h:c>");
}

TEST_CASE("translations of peers are kept, nested ones too, and none is made twice", "[pivot]") {
    const std::string nested = "<translation code=\"A1\" codeSystem=\"1.2.3\" displayName=\"peanut\">"
                               "<translation code=\"77\" codeSystem=\"5.6\" displayName=\"amendoim\"/>"
                               "</translation>";
    const auto from = [&](const std::string& display) {
        return "<c code=\"A1\" codeSystem=\"1.2.3\" displayName=\"" + display + "\">" + nested + "</c>";
    };
    CHECK(result(from("peanut")) == from("jordnøtt"));
    CHECK(result(from("jordnøtt")) == from("jordnøtt"));
    CHECK(result("<c code=\"A1\" codeSystem=\"1.2.3\" displayName=\"cacahuete\">" + nested + "<x/></c>") ==
          "<c code=\"A1\" codeSystem=\"1.2.3\" displayName=\"jordnøtt\">" + nested +
              "<translation code=\"A1\" codeSystem=\"1.2.3\" displayName=\"cacahuete\"/><x/></c>");
}

TEST_CASE("another language after the first one keeps both names", "[pivot]") {
    const auto once = translated("<c code=\"A2\" codeSystem=\"1.2.3\" displayName=\"milk\"/>").bytes;
    const auto twice =
        transform::pivot::fromPivot(once, smallList(), smallCatalogue(), TextLanguage::Nynorsk);
    CHECK(innerOf(twice->bytes) ==
          "<c code=\"A2\" codeSystem=\"1.2.3\" displayName=\"mjølk\"><translation code=\"A2\" "
          "codeSystem=\"1.2.3\" displayName=\"milk\"/><translation code=\"A2\" codeSystem=\"1.2.3\" "
          "displayName=\"melk\"/></c>");
    CHECK(twice->findings.empty());
}

TEST_CASE("the numbers of products and packages need no translation, their names do", "[pivot]") {
    const auto product = [](const std::string& holder, const std::string& code) {
        return translated("<" + holder + "><code " + code + "/></" + holder + ">");
    };
    for (const char* holder : {"manufacturedMaterial", "partProduct", "containerPackagedProduct"}) {
        INFO(holder);
        const Transformed number =
            product(holder, "code=\"DEMO-PK-1\" codeSystem=\"2.999\" displayName=\"Tripla Exemplo\"");
        CHECK(number.findings.empty());
        CHECK(number.counts.codedElements == 0);
        CHECK(number.counts.missing == 0);
        // A code of a system that the release holds has a name there.
        const Transformed unknown = product(holder, "code=\"Z\" codeSystem=\"1.2.3\" displayName=\"Zed\"");
        CHECK(codesOf(unknown) == Codes{"translation.missing"});
        CHECK(unknown.counts.codedElements == 1);
        CHECK(product(holder, "code=\"A2\" codeSystem=\"1.2.3\"").counts.translated == 1);
    }
    const Transformed elsewhere = product("observation", "code=\"DEMO-PK-1\" codeSystem=\"2.999\"");
    CHECK(codesOf(elsewhere) == Codes{"translation.unknown_system"});
}

TEST_CASE("each thing that can be wrong with a code is a finding of its own", "[pivot]") {
    const auto of = [](const std::string& inner) { return codesOf(translated(inner)); };
    const std::string a1 = "code=\"A1\" codeSystem=\"1.2.3\"";
    CHECK(of("<c code=\"Z\" codeSystem=\"1.2.3\" displayName=\"Zed\"/>") == Codes{"translation.missing"});
    CHECK(of("<c code=\"Z\" codeSystem=\"9.9\"/>") == Codes{"translation.unknown_system"});
    CHECK(of("<c code=\"Z\" displayName=\"Zed\"/>") == Codes{"translation.unknown_system"});
    CHECK(of("<c code=\"A3\" codeSystem=\"1.2.3\"/>") == Codes{"translation.english_only"});
    CHECK(of("<c " + a1 + " displayName=\"walnut\"/>") == Codes{"translation.display_mismatch"});
    CHECK(of("<c " + a1 + " displayName=\" Pea-NUT.\"/>").empty());
    CHECK(of("<c " + a1 + " codeSystemVersion=\"2020\"/>") == Codes{"translation.version"});
    CHECK(of("<c " + a1 + " codeSystemVersion=\"2026\" codeSystemName=\"allergen LIST\"/>").empty());
    CHECK(of("<c " + a1 + " codeSystemName=\"Foods\"/>") == Codes{"translation.system_name"});
    CHECK(of("<c code=\"A5\" codeSystem=\"1.2.3\"/>") == Codes{"translation.retired"});
    CHECK(of("<optional code=\"B1\" codeSystem=\"1.2.3\"/>") == Codes{"translation.wrong_value_set"});
    CHECK(of("<optional displayName=\"x\"/>") == Codes{"translation.incomplete"});
    CHECK(of("<optional><reference/></optional>") == Codes{"translation.incomplete"});
    CHECK(of("<optional><originalText>x</originalText></optional>").empty());
    CHECK(of("<c xsi:type=\"CV\" " + a1 + " displayName=\"peanut\"/>") == Codes{"translation.not_possible"});
    CHECK(of("<plain unit=\"mg\"/><plain unit=\"[iU]\"/>").empty());
    CHECK(of("<plain unit=\"furlong\"/>") == Codes{"translation.missing"});
    CHECK(translated("<c code=\"A4\" codeSystem=\"1.2.3\"/>", TextLanguage::Nynorsk).counts.fallback == 1);
    CHECK(codesOf(translated("<c code=\"A4\" codeSystem=\"1.2.3\"/>", TextLanguage::Nynorsk)) ==
          Codes{"translation.fallback"});
}

TEST_CASE("a finding tells where, what, and the network's number", "[pivot]") {
    const auto findings = translated("\n<a/><b/>\n<b><c code=\"Z\"\n codeSystem=\"1.2.3\"/></b>").findings;
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].path == "/ClinicalDocument/b[2]/c");
    CHECK(findings[0].line == 4);
    CHECK(findings[0].element == "Z (Allergens, 1.2.3)");
    CHECK(findings[0].number == "4503");
    CHECK(findings[0].origin == "TSAM");
    CHECK(findings[0].severity == Severity::Warning);
    CHECK_FALSE(findings[0].advice.empty());
}

TEST_CASE("a name that is left in English is told otherwise than a concept without any name", "[pivot]") {
    const auto numberOf = [](const std::string& inner) {
        const auto finding = translated(inner).findings.at(0);
        return finding.code + " " + finding.number + " " + finding.origin;
    };
    CHECK(numberOf("<c code=\"A3\" codeSystem=\"1.2.3\"/>") == "translation.english_only 2504 TM");
    CHECK(numberOf("<c code=\"B2\" codeSystem=\"1.2.3\"/>") == "translation.no_name 4505 TSAM");
}

TEST_CASE("what a code system is called is one finding for the whole document", "[pivot]") {
    std::string inner;
    for (int i = 0; i < 5; ++i) {
        inner += "<c code=\"A1\" codeSystem=\"1.2.3\" codeSystemName=\"Foods\"/>";
    }
    const auto document = translated(inner);
    REQUIRE(document.findings.size() == 1);
    CHECK(document.findings[0].occurrences == 5);
    CHECK(document.counts.findings == 5);
}

TEST_CASE("a hundred thousand findings are counted, a thousand are listed", "[pivot]") {
    std::string inner;
    for (int i = 0; i < 100'000; ++i) {
        inner += "<c code=\"Z\" codeSystem=\"1.2.3\"/>";
    }
    const auto document = translated(inner);
    CHECK(document.findings.size() == 1000);
    CHECK(document.counts.findings == 100'000);
    CHECK(document.counts.missing == 100'000);
}

TEST_CASE("null flavours, translations, code strings and codes of CDA itself are left alone", "[pivot]") {
    const std::string inner = "<b nullFlavor=\"UNK\"><translation code=\"A1\" codeSystem=\"1.2.3\"/></b>"
                              "<alone code=\"A1\" codeSystem=\"1.2.3\"/><statusCode code=\"active\"/>"
                              "<x xmlns=\"urn:example\"><y code=\"A1\" codeSystem=\"1.2.3\"/></x>";
    CHECK(result(inner) == inner);
}

TEST_CASE("a code beside a nullFlavor is translated, keeps it, and is told", "[pivot]") {
    const auto document = translated("<a nullFlavor=\"OTH\" code=\"A1\" codeSystem=\"1.2.3\"/>");
    CHECK(innerOf(document.bytes) ==
          "<a nullFlavor=\"OTH\" code=\"A1\" codeSystem=\"1.2.3\" displayName=\"jordnøtt\">"
          "<translation code=\"A1\" codeSystem=\"1.2.3\"/></a>");
    REQUIRE(document.findings.size() == 1);
    CHECK(document.findings[0].code == "translation.contradictory");
    CHECK(document.findings[0].expected == "OTH");
}

TEST_CASE("an element without room for a translation loses no name", "[pivot]") {
    CHECK(result("<leaf code=\"A1\"/>") == "<leaf code=\"A1\" displayName=\"jordnøtt\"/>");
    CHECK(result("<leaf code=\"A1\" displayName=\"peanut\"/>") ==
          "<leaf code=\"A1\" displayName=\"peanut\"/>");
}

TEST_CASE("an original clinical document comes out byte for byte", "[pivot]") {
    for (const char* code : {"11502-2", "34105-7", "18748-4", "x-clinical-image"}) {
        const auto text = clinicalDocument(code, "<c code=\"A1\" codeSystem=\"1.2.3\"/>");
        const auto document =
            transform::pivot::fromPivot(text, smallList(), smallCatalogue(), TextLanguage::Bokmaal);
        CHECK(document->bytes == text);
        CHECK_FALSE(document->type);
        CHECK(document->status == Status::Success);
    }
}

TEST_CASE("a document of an unknown class is left alone and told", "[pivot]") {
    const auto of = [](const std::string& text) {
        return transform::pivot::fromPivot(text, smallList(), smallCatalogue(), TextLanguage::Bokmaal);
    };
    const std::string coded = "<c code=\"A1\" codeSystem=\"1.2.3\"/>";
    const auto unknown = clinicalDocument("34133-9", coded);
    CHECK(of(unknown)->bytes == unknown);
    CHECK(of(unknown)->status == Status::Error);
    CHECK(of(unknown)->findings.at(0).number == "4510");
    const auto none = "<ClinicalDocument xmlns=\"urn:hl7-org:v3\">" + coded + "</ClinicalDocument>";
    CHECK(of(none)->bytes == none);
    CHECK(of(none)->findings.at(0).number == "4509");
    const auto flat = clinicalDocument("60593-1", coded + "<component><nonXMLBody/></component>");
    CHECK(of(flat)->bytes == flat);
    CHECK(of(flat)->findings.at(0).code == "translation.unknown_document");
}

TEST_CASE("what is no clinical document, or no XML, is refused", "[pivot]") {
    const auto of = [](const std::string& text) {
        return transform::pivot::fromPivot(text, smallList(), smallCatalogue(), TextLanguage::Bokmaal)
            .error()
            .code;
    };
    CHECK(of("<a/>") == ErrorCode::MalformedMessage);
    CHECK(of("<ClinicalDocument/>") == ErrorCode::MalformedMessage);
    CHECK(of("<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><code code=\"60591-5\"/>") ==
          ErrorCode::MalformedXml);
    CHECK(of("<!DOCTYPE a><a/>") == ErrorCode::MalformedXml);
    CHECK(of(summary(std::string(300, '<'))) == ErrorCode::MalformedXml);
}

TEST_CASE("what a document type requires and the document lacks is told", "[pivot]") {
    const auto lacking = transform::pivot::fromPivot(clinicalDocument("57833-6", ""), smallList(),
                                                     smallCatalogue(), TextLanguage::Bokmaal);
    REQUIRE(lacking->findings.size() == 1);
    CHECK(lacking->findings[0].code == "translation.required_missing");
    CHECK(lacking->findings[0].path == "//required");
    CHECK(lacking->findings[0].number == "4511");
    const auto flat =
        transform::pivot::fromPivot(clinicalDocument("57833-6", "<component><nonXMLBody/></component>"),
                                    smallList(), smallCatalogue(), TextLanguage::Bokmaal);
    CHECK(flat->type == transform::cda::DocumentType::Prescription1);
    CHECK(flat->findings.empty());
}

TEST_CASE("a caller with a tree gets the tree of the same result", "[pivot]") {
    const auto text = summary("<c code=\"A2\" codeSystem=\"1.2.3\" displayName=\"milk\"/>");
    const auto tree = transform::pivot::fromPivot(xml::Document::parse(text).value(), smallList(),
                                                  smallCatalogue(), TextLanguage::Bokmaal);
    REQUIRE(tree);
    CHECK(tree->document.root().child("urn:hl7-org:v3", "c")->attribute("displayName") == "melk");
    CHECK(tree->translated == 1);
}
