#include "tests/transform/terminology/import/material.hpp"
#include "transform/terminology/import/canonical_order.hpp"
#include "transform/terminology/import/fhir_writer.hpp"
#include "transform/terminology/tables.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::transform::terminology;
using namespace ncp::transform::terminology::import;
using test::read;
using test::remarks;

TEST_CASE("a code system, a value set and a concept map of FHIR R4 are read from a bundle", "[import]") {
    const auto reading = read(Format::Fhir, R"({"resourceType":"Bundle","entry":[
      {"resource":{"resourceType":"CodeSystem","url":"http://snomed.info/sct","name":"SNOMED_CT","version":"2026",
        "language":"en","concept":[
          {"code":"1","display":"One","designation":[{"language":"nb","value":"En"}],
           "concept":[{"code":"2","display":"Two","property":[{"code":"inactive","valueBoolean":true}]}]}]}},
      {"resource":{"resourceType":"ValueSet","name":"Numbers","version":"3",
        "identifier":[{"system":"urn:ietf:rfc:3986","value":"urn:oid:1.2.3"}],
        "compose":{"include":[{"system":"http://snomed.info/sct","concept":[{"code":"1","display":"One"}]}]}}},
      {"resource":{"resourceType":"ConceptMap","name":"routes","status":"active","group":[
        {"source":"urn:oid:2.16.578.1.12.4.1.1.7477","target":"http://standardterms.edqm.eu|2026","element":[
          {"code":"53","target":[{"code":"20053000","equivalence":"subsumes"}]},
          {"code":"54","target":[{"equivalence":"unmatched"}]}]}]}},
      {"resource":{"resourceType":"Patient"}}]})",
                              "bundle.json", {"fhir", "approved", {}});
    CHECK(reading.report.refused == 0);
    CHECK(reading.report.odd == 2);
    CHECK(test::textOf(reading.content, "1", "nb-NO") == "En");
    CHECK(test::textOf(reading.content, "1", "en-GB") == "One");
    REQUIRE(reading.content.concepts.size() == 2);
    CHECK_FALSE(reading.content.concepts[1].current);
    REQUIRE(reading.content.systems.size() == 1);
    CHECK(reading.content.systems[0].oid == "2.16.840.1.113883.6.96");
    REQUIRE(reading.content.valueSets.size() == 1);
    CHECK(reading.content.valueSets[0].members.size() == 1);
    REQUIRE(reading.content.maps.size() == 1);
    REQUIRE(reading.content.maps[0].elements.size() == 1);
    CHECK(reading.content.maps[0].elements[0].equivalence == Equivalence::Wider);
    CHECK(reading.content.maps[0].elements[0].valid);
}

TEST_CASE("a value set is taken from a whole expansion where compose is a rule", "[import]") {
    constexpr std::string_view kHead =
        R"({"resourceType":"ValueSet","name":"X","identifier":[{"value":"urn:oid:1.2.3"}],
            "compose":{"include":[{"system":"http://snomed.info/sct","filter":[{"property":"a"}]}]})";
    const auto whole = read(Format::Fhir, std::string{kHead} + R"(,"expansion":{"total":2,"contains":[
        {"system":"http://snomed.info/sct","code":"1","display":"One","contains":[
          {"system":"http://snomed.info/sct","code":"2","display":"Two"}]}]}})");
    CHECK(whole.report.refused == 0);
    REQUIRE(whole.content.valueSets.size() == 1);
    CHECK(whole.content.valueSets[0].members.size() == 2);
    const auto page = read(Format::Fhir, std::string{kHead} + R"(,"expansion":{"total":9,"contains":[
        {"system":"http://snomed.info/sct","code":"1"}]}})");
    CHECK(remarks(page.report, RemarkKind::Refused, 0, "neither in compose nor in a whole expansion"));
    CHECK(read(Format::Fhir, std::string{kHead} + "}").report.refused == 1);
}

TEST_CASE("a value set of an empty compose is taken from its expansion", "[import]") {
    const auto reading = read(
        Format::Fhir, R"({"resourceType":"ValueSet","name":"Set","identifier":[{"value":"urn:oid:1.2.9"}],
        "compose":{"include":[]},
        "expansion":{"total":1,"contains":[{"system":"http://snomed.info/sct","code":"1","display":"One"}]}})");
    CHECK(reading.report.refused == 0);
    REQUIRE(reading.content.valueSets.size() == 1);
    CHECK(reading.content.valueSets[0].members.size() == 1);
}

TEST_CASE("value sets and concept maps that were withdrawn are left out, and told", "[import]") {
    const auto set = read(Format::Fhir,
                          R"({"resourceType":"ValueSet","name":"Set","identifier":[{"value":"urn:oid:1.2.9"}],
        "status":"retired","compose":{"include":[{"system":"http://snomed.info/sct","concept":[{"code":"1"}]}]}})");
    CHECK(set.content.valueSets.empty());
    CHECK(remarks(set.report, RemarkKind::Odd, 0, "value set Set is retired and left out"));
    const auto map = read(Format::Fhir, R"({"resourceType":"ConceptMap","name":"m","status":"retired",
        "group":[{"source":"urn:oid:1.2","target":"http://snomed.info/sct",
        "element":[{"code":"a","target":[{"code":"1","equivalence":"equal"}]}]}]})");
    CHECK(map.content.maps.empty());
    CHECK(remarks(map.report, RemarkKind::Odd, 0, "concept map m is retired and left out"));
}

TEST_CASE("a remark about one of many resources says which", "[import]") {
    const auto reading = read(Format::Fhir, R"({"resourceType":"Bundle","entry":[
      {"resource":{"resourceType":"CodeSystem","url":"http://snomed.info/sct","concept":[{"code":"1","display":"One"}]}},
      {"resource":{"resourceType":"ConceptMap","name":"routes","group":[
        {"source":"urn:oid:2.16.578.1.12.4.1.1.7477","target":"http://standardterms.edqm.eu","element":[
          {"code":"53","target":[{"code":"20053000"}]}]}]}},
      {"resource":{"resourceType":"Patient"}}, {}]})");
    std::vector<std::string> parts;
    for (const auto& remark : reading.report.remarks) {
        parts.push_back(remark.part);
    }
    const std::vector<std::string> expected{"ConceptMap routes, /entry/1/resource",
                                            "Patient, /entry/2/resource", "/entry/3"};
    CHECK(parts == expected);
}

TEST_CASE("a mapping that holds on a condition is not taken as one that always holds", "[import]") {
    const auto mapped = [](const std::string& target) {
        return read(Format::Fhir,
                    R"({"resourceType":"ConceptMap","name":"m","group":[{"source":"urn:oid:1.2",)"
                    R"("target":"http://snomed.info/sct","unmapped":{"mode":"fixed","code":"9"},)"
                    R"("element":[{"code":"a","target":[)" +
                        target + "]}]}]}");
    };
    const auto conditional =
        mapped(R"({"code":"1","equivalence":"equal","dependsOn":[{"property":"age","value":"child"}]})");
    CHECK(conditional.content.maps.empty());
    CHECK(remarks(conditional.report, RemarkKind::Odd, 0, "on a condition"));
    CHECK(remarks(conditional.report, RemarkKind::Odd, 0, "codes without a mapping"));
    CHECK(mapped(R"({"code":"1","equivalence":"equal"})").content.maps.size() == 1);
    CHECK(remarks(mapped("").report, RemarkKind::Odd, 0, "code a of map m has no target"));
}

TEST_CASE("what changes the meaning of a resource and is not understood refuses it", "[import]") {
    const auto reading = read(Format::Fhir, R"({"resourceType":"CodeSystem","url":"http://snomed.info/sct",
        "modifierExtension":[{"url":"https://example.org/negated","valueBoolean":true}],"concept":[{"code":"1"}]})");
    CHECK(reading.report.refused == 1);
    CHECK(reading.content.concepts.empty());
}

TEST_CASE("the project's own tables go through FHIR R4 and back without a difference", "[import]") {
    const auto tables = readTables(std::filesystem::path{NCP_SOURCE_DIR} / "config/terminology");
    REQUIRE(tables);
    auto content = *tables;
    std::erase_if(content.valueSets, [](const auto& set) { return set.members.empty(); });
    content = inCanonicalOrder(std::move(content));
    const auto json = toFhir(content, test::systemNames());
    const auto again = read(Format::Fhir, json);
    CHECK(again.report.refused == 0);
    CHECK(again.report.odd == 0);
    CHECK(test::differences(content, again.content) == "");
    CHECK(toFhir(again.content, test::systemNames()) == json);
}

TEST_CASE("JSON that is broken, deep, of another kind or full of surprises is refused", "[import]") {
    const auto refused = [](std::string_view bytes) { return read(Format::Fhir, bytes).report.refused > 0; };
    CHECK(refused(""));
    CHECK(refused("[]"));
    CHECK(refused("null"));
    CHECK(refused("\"text\""));
    CHECK(refused("{\"resourceType\":\"CodeSystem\""));
    CHECK(refused(std::string(100'000, '[')));
    CHECK(refused(R"({"resourceType":"CodeSystem","concept":[{"code":"1"}]})"));
    CHECK(refused(R"({"resourceType":"CodeSystem","url":"http://snomed.info/sct","concept":[{"code":7}]})"));
    CHECK(refused(R"({"resourceType":"ValueSet","name":"no OID"})"));
    CHECK(refused(R"({"resourceType":"ConceptMap"})"));
    CHECK(refused(
        R"({"resourceType":"ConceptMap","name":"m","group":[{"source":"urn:oid:1.2","target":"urn:oid:1.3",
        "element":[{"code":"a","target":[{"code":"b","equivalence":"alike"}]}]}]})"));
    const auto broken = read(Format::Fhir, "{\n\n  oops }");
    CHECK(remarks(broken.report, RemarkKind::Refused, 0, "line 3: not JSON"));
    CHECK_FALSE(refused(R"({"resourceType":"CodeSystem","url":"http://snomed.info/sct","concept":[],
        "identifier":7,"_title":[],"extension":{}})"));
    CHECK(refused(R"({"resourceType":"Bundle","entry":[{"resource":[]}]})"));
    CHECK_FALSE(refused(
        R"({"resourceType":"Bundle","entry":[1,{},{"resource":{"resourceType":"Bundle"}},{"resource":{"resourceType":"X"}}]})"));
}
