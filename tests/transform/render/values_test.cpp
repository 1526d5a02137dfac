#include "base/xml/document.hpp"
#include "transform/render/render.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

using namespace ncp;
using namespace ncp::transform;

namespace {

/// The text of a page with one result.
std::string shown(const std::string& value, const std::string& name = "Analyse") {
    const auto texts = Texts::load({std::filesystem::path{NCP_SOURCE_DIR} / "config/texts/clinical.tsv"});
    REQUIRE(texts);
    const auto document = xml::Document::parse(
        "<ClinicalDocument xmlns=\"urn:hl7-org:v3\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><code "
        "code=\"60591-5\"/><component><structuredBody><component><section><code code=\"30954-2\"/><entry>"
        "<observation classCode=\"OBS\"><code code=\"1\" displayName=\"" +
        name + "\"/><statusCode code=\"completed\"/>" + value +
        "</observation></entry></section></component></structuredBody></component></ClinicalDocument>");
    REQUIRE(document);
    const auto text = render::renderText(*document, *texts, TextLanguage::Bokmaal, {});
    REQUIRE(text);
    return *text;
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("a bound that does not belong to the interval is shown as such", "[render]") {
    const auto bound = [](const std::string& inside) {
        return shown("<value xsi:type=\"IVL_PQ\">" + inside + "</value>");
    };
    CHECK(holds(bound("<high value=\"0.1\" unit=\"mg\" inclusive=\"false\"/>"), "< 0,1 mg"));
    CHECK(holds(bound("<high value=\"0.1\" unit=\"mg\"/>"), "\u2264 0,1 mg"));
    CHECK(holds(bound("<low value=\"5\" unit=\"mg\" inclusive=\"false\"/>"), "> 5 mg"));
    CHECK(holds(bound("<low value=\"5\" unit=\"mg\" inclusive=\"false\"/><high value=\"9\" unit=\"mg\"/>"),
                "> 5 mg, \u2264 9 mg"));
}

TEST_CASE("a titre is shown as one", "[render]") {
    CHECK(holds(shown("<value xsi:type=\"RTO\"><numerator xsi:type=\"INT\" value=\"1\"/><denominator "
                      "xsi:type=\"INT\" value=\"128\"/></value>"),
                "1:128"));
}

TEST_CASE("results of rare types keep what they say", "[render]") {
    CHECK(holds(shown("<value xsi:type=\"MO\" value=\"12\" currency=\"NOK\"/>"), "12 NOK"));
    CHECK(holds(shown("<value xsi:type=\"PQ\" nullFlavor=\"OTH\"><translation value=\"5\" code=\"Lf\" "
                      "codeSystem=\"2.999\"/></value>"),
                "5 Lf"));
    CHECK(holds(shown("<value xsi:type=\"II\" root=\"2.999\" extension=\"PRØVE-17\"/>"), "PRØVE-17"));
    CHECK(holds(shown("<value xsi:type=\"PN\"><given>Ola</given><family>Oppdiktet</family></value>"),
                "Ola Oppdiktet"));
}

TEST_CASE("a result keeps its exactness, unless its zeros read as thousands", "[render][number]") {
    const auto result = [](const std::string& value) {
        return shown("<value xsi:type=\"PQ\" value=\"" + value + "\" unit=\"ug/L\"/>");
    };
    CHECK(holds(result("5.0"), "5,0 mikrog/l"));
    CHECK(holds(result("0.10"), "0,10 mikrog/l"));
    CHECK(holds(result("10.000"), "10 mikrog/l"));
    CHECK(holds(result("1500"), "1500 mikrog/l"));
    CHECK(holds(result("15000"), "15 000 mikrog/l"));
    CHECK(holds(result("-1234567.5"), "-1 234 567,5 mikrog/l"));
    CHECK(holds(result("12e3"), "12e3"));
    CHECK(holds(shown("<value xsi:type=\"PQ\" value=\"47\" unit=\"U/L\"/>"), "47 U/l"));
    CHECK(holds(shown("<value xsi:type=\"PQ\" value=\"5\" unit=\"U\"/>"), "5 enheter"));
    CHECK(holds(shown("<value xsi:type=\"PQ\" value=\"1.90\" unit=\"m[IU]/L\"/>"), "1,90 mIE/l"));
}

TEST_CASE("an alarm of a laboratory counts also where only the code of the source country says it",
          "[render][safety]") {
    const auto judged = [](const std::string& code) {
        return shown("<value xsi:type=\"PQ\" value=\"7.2\" unit=\"mmol/L\"/><interpretationCode "
                     "nullFlavor=\"OTH\"><translation code=\"" +
                         code + "\" codeSystem=\"2.999\" displayName=\"Svar\"/></interpretationCode>",
                     "Kalium");
    };
    CHECK(holds(judged("HH"), "!! Kritisk prøvesvar"));
    CHECK(holds(judged("HH"), "!! Kalium"));
    CHECK(holds(judged("H"), "!  Kalium"));
    CHECK(holds(judged("N"), " * Kalium"));
}

TEST_CASE("no character turns text round or parts a number unseen", "[render]") {
    const std::string turned =
        shown("<value xsi:type=\"ST\">0\u200b1 mg</value>", "Warfarin \u202egm 01\u202c");
    for (const char* misleading : {"\u202e", "\u202c", "\u200b", "\u2066", "\u2069"}) {
        CHECK_FALSE(holds(turned, misleading));
    }
    CHECK(holds(turned, "Warfarin gm 01"));
    CHECK(holds(turned, "01 mg"));
}

TEST_CASE("an observation that holds others shows what it says itself, too", "[render]") {
    const std::string page =
        shown(R"(<text>Sannsynlig bakteriell</text><interpretationCode code="A" displayName="Utenfor"/>)"
              R"(<methodCode code="M" displayName="Oppdiktet metode"/>)"
              R"(<performer><assignedEntity><assignedPerson><name>Panel Oppdiktet</name></assignedPerson>)"
              R"(</assignedEntity></performer><entryRelationship typeCode="COMP"><observation )"
              R"(classCode="OBS"><code code="2" displayName="Delprøve"/><value xsi:type="ST">svar</value>)"
              R"(<performer><assignedEntity><assignedPerson><name>Del Oppdiktet</name></assignedPerson>)"
              R"(</assignedEntity></performer></observation></entryRelationship><referenceRange>)"
              R"(<observationRange><text>0 til 9 av alle</text></observationRange></referenceRange>)",
              "Panel");
    for (const char* own : {"Sannsynlig bakteriell", "Utenfor", "Oppdiktet metode", "Panel Oppdiktet",
                            "Delprøve", "svar", "Del Oppdiktet", "0 til 9 av alle"}) {
        INFO(own);
        CHECK(holds(page, own));
    }
}

TEST_CASE("a group that says nothing itself is a heading of its results", "[render]") {
    const std::string page =
        shown(R"(<entryRelationship typeCode="COMP"><observation classCode="OBS"><code code="2" )"
              R"(displayName="Delprøve"/><value xsi:type="ST">svar</value></observation>)"
              R"(</entryRelationship>)",
              "Panel");
    CHECK(page.find("Panel") > page.find("Delprøve"));
}
