#include "transform/inventory/inventory.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace ncp;
using namespace ncp::transform::inventory;

namespace {

Inventory read(const std::string& body) {
    auto inventory = takeInventory("<ClinicalDocument xmlns=\"urn:hl7-org:v3\" "
                                   "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">" +
                                   body + "</ClinicalDocument>");
    REQUIRE(inventory);
    return std::move(*inventory);
}

std::string entry(const std::string& statements) {
    return "<component><structuredBody><component><section><entry>" + statements +
           "</entry></section></component></structuredBody></component>";
}

std::string narrative(const std::string& text) {
    return "<component><structuredBody><component><section><text>" + text +
           "</text></section></component></structuredBody></component>";
}

/// `kind path: what it says`, one for each leaf.
std::vector<std::string> lines(const Inventory& inventory) {
    std::vector<std::string> all;
    for (const auto& leaf : inventory.leaves()) {
        all.push_back(std::string{name(leaf.kind)} + " " + inventory.path(leaf) + ": " +
                      Inventory::describe(leaf));
    }
    return all;
}

std::vector<std::string> only(std::string one) {
    std::vector<std::string> list;
    list.push_back(std::move(one));
    return list;
}

} // namespace

TEST_CASE("a code is one leaf with system, version and name", "[inventory]") {
    const auto found =
        lines(read(R"(<code code="1" codeSystem="2.999" codeSystemVersion="3" displayName="One"/>)"));
    CHECK(found == only("code /ClinicalDocument/code: 1 \"One\" (2.999, 3)"));
}

TEST_CASE("a value is a quantity, a time, a reference, a truth or a text by where it stands", "[inventory]") {
    const auto found =
        lines(read(entry(R"(<observation negationInd="true"><text><reference value="#a"/></text>)"
                         R"(<effectiveTime><low value="2026"/><width value="3" unit="d"/></effectiveTime>)"
                         R"(<value xsi:type="PQ" value="5" unit="mg"/><value value="2026"/>)"
                         R"(<value xsi:type="TS" value="2026"/><independentInd value="false"/>)"
                         R"(<telecom value="tel:1"/></observation>)")));
    const std::string at = "/ClinicalDocument/component/structuredBody/component/section/entry/observation";
    std::vector<std::string> expected;
    expected.push_back("attribute " + at + "/@negationInd: true");
    expected.push_back("reference " + at + "/text/reference/@value: #a");
    expected.push_back("time " + at + "/effectiveTime/low/@value: 2026");
    expected.push_back("quantity " + at + "/effectiveTime/width: 3 d");
    expected.push_back("quantity " + at + "/value[1]: 5 mg");
    expected.push_back("attribute " + at + "/value[1]/@xsi:type: {urn:hl7-org:v3}PQ");
    expected.push_back("quantity " + at + "/value[2]: 2026");
    expected.push_back("time " + at + "/value[3]/@value: 2026");
    expected.push_back("attribute " + at + "/value[3]/@xsi:type: {urn:hl7-org:v3}TS");
    expected.push_back("attribute " + at + "/independentInd/@value: false");
    expected.push_back("text " + at + "/telecom: tel:1");
    CHECK(found == expected);
}

TEST_CASE("ids, null flavours and elements that are merely there are leaves", "[inventory]") {
    const auto found = lines(read(R"(<id root="2.999" extension="7"/><high nullFlavor="NA"/><asked/>)"));
    std::vector<std::string> expected;
    expected.push_back("identifier /ClinicalDocument/id: 2.999^7");
    expected.push_back("null_flavor /ClinicalDocument/high/@nullFlavor: NA");
    expected.push_back("element /ClinicalDocument/asked: ");
    CHECK(found == expected);
}

TEST_CASE("an embedded file is known by its bytes, however its base64 is broken into lines", "[inventory]") {
    const auto body = [](const std::string& text) {
        return lines(
            read("<component><nonXMLBody><text mediaType=\"application/pdf\" representation=\"B64\">" + text +
                 "</text></nonXMLBody></component>"));
    };
    CHECK(body("JVBERi0xLjQK") == body("JVBE\nRi0xLjQK"));
    CHECK(body("JVBERi0xLjQK") != body("JVBERi0xLjUK"));
    CHECK(body("JVBERi0xLjQK").back().ends_with("bytes: 9"));
}

TEST_CASE("prefixes, quotes, comments and line breaks between elements make no difference", "[inventory]") {
    const auto one = takeInventory(
        R"(<a xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><b xsi:type="CE">x  y</b></a>)");
    const auto other =
        takeInventory("<h:a xmlns:h='urn:hl7-org:v3' xmlns:i='http://www.w3.org/2001/XMLSchema-instance'>\n"
                      "<h:b i:type='h:CE'>x<!-- c --> y</h:b>\n</h:a>");
    REQUIRE(one);
    REQUIRE(other);
    CHECK(lines(*one) == lines(*other));
}

TEST_CASE("white space between words of the narrative is a blank, and its absence is none", "[inventory]") {
    const auto apart = lines(read(narrative("1 <content>0 mg</content>")));
    const auto together = lines(read(narrative("1<content>0 mg</content>")));
    CHECK(apart == lines(read(narrative("1\n   <content>0 mg</content>"))));
    CHECK(apart != together);
}

TEST_CASE("a reader must see names and values, not what steers machines", "[inventory]") {
    const auto inventory = read(entry(
        R"(<observation classCode="OBS"><templateId root="2.999.1"/><id root="2.999.2"/>)"
        R"(<code code="SEV" codeSystem="2.16.840.1.113883.5.4"/><statusCode code="completed"/>)"
        R"(<value xsi:type="CD" code="1" codeSystem="2.999" displayName="Severe"/><text><reference value="#a"/></text>)"
        R"(</observation>)"));
    const auto seen = clinicalLeaves(inventory);
    REQUIRE(seen.size() == 1);
    CHECK(seen.front()->part("displayName") == "Severe");
    CHECK(seen.front()->region == Region::Entry);
}

TEST_CASE("what is no XML has no inventory", "[inventory]") {
    CHECK_FALSE(takeInventory("<a>"));
    CHECK_FALSE(takeInventory("<!DOCTYPE a><a/>"));
}
