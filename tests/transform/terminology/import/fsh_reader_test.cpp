#include "tests/transform/terminology/import/material.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::transform::terminology::import;
using test::read;
using test::remarks;

namespace {

/// A small catalogue file in the style of the package: alias, quoted code, display over two lines, CRLF.
constexpr std::string_view kSample =
    "// A sample\r\n"
    "Alias: $sct = http://snomed.info/sct\r\n"
    "\r\n"
    "ValueSet: eHDSISample\r\n"
    "Id: eHDSISample-8.1.0\r\n"
    "Title: \"A sample // not a comment\"\r\n"
    "Description: \"\"\"Two\r\nlines\"\"\"\r\n"
    "* ^experimental = false\r\n"
    "* ^identifier.system = \"urn:ietf:rfc:3986\"\r\n"
    "* ^identifier.value = \"urn:oid:1.2.3.4\"\r\n"
    "* $sct#39579001 \"Anaphylaxis\"\r\n"
    "* $sct#195967001   \"Asthma \t attack\r\n  of old\"\r\n"
    "* include http://unitsofmeasure.org#\"[IU]\" \"international \\\"unit\\\"\"\r\n"
    "* urn:oid:2.16.840.1.113883.5.1#F \"Female\"\r\n"
    "* 1.0.3166.1#nan \"NAMIBIA\"\r\n";

} // namespace

TEST_CASE("a value set in FHIR Shorthand is read with its aliases, quoted codes and long strings",
          "[import]") {
    const auto reading = read(Format::Fsh, kSample);
    CHECK(reading.report.refused == 0);
    CHECK(reading.report.rows == 5);
    REQUIRE(reading.content.valueSets.size() == 1);
    const auto& set = reading.content.valueSets.front();
    CHECK(set.oid == "1.2.3.4");
    CHECK(set.name == "eHDSISample");
    CHECK(set.version == "8.1.0");
    CHECK(set.members.size() == 5);
    CHECK(test::textOf(reading.content, "195967001", "en-GB") == "Asthma attack of old");
    CHECK(test::textOf(reading.content, "[IU]", "en-GB") == "international \"unit\"");
    CHECK(test::textOf(reading.content, "F", "en-GB") == "Female");
    CHECK(test::textOf(reading.content, "NA", "en-GB") == "NAMIBIA");
    CHECK(reading.report.odd == 2);
    CHECK(remarks(reading.report, RemarkKind::Odd, 13, "irregular white space"));
    CHECK(remarks(reading.report, RemarkKind::Odd, 17, "NA (Namibia)"));
}

TEST_CASE("aliases of one file hold for the other files of the package", "[import]") {
    const std::vector<SourceFile> files{
        {"a.fsh", "ValueSet: A\nId: A-1.0\n* ^identifier.value = \"urn:oid:1.2.3\"\n* $x#F \"Female\"\n",
         Format::Fsh},
        {"b.fsh", "Alias: $x = http://terminology.hl7.org/CodeSystem/v3-AdministrativeGender\n",
         Format::Fsh}};
    const auto reading = readSourceFiles(files, test::systemNames(), {});
    CHECK(reading.report.refused == 0);
    REQUIRE(reading.content.concepts.size() == 1);
    CHECK(reading.content.concepts.front().system == "2.16.840.1.113883.5.1");
}

TEST_CASE("a code system in FHIR Shorthand gives concepts, and a supplement gives designations", "[import]") {
    const auto reading =
        read(Format::Fsh, "CodeSystem: Forms\nId: forms\n"
                          "* ^url = \"http://standardterms.edqm.eu\"\n* ^version = \"2026\"\n"
                          "* #1 \"Tablet\" \"a definition\"\n* #1 #2 \"Coated tablet\"\n"
                          "* #2 ^designation[0].language = #nb-NO\n"
                          "* #2 ^designation[=].value = \"Drasjert tablett\"\n"
                          "* #2 ^designation[+].language = #nn\n"
                          "* #2 ^designation[=].value = \"Drasjert tablett, nn\"\n"
                          "\nCodeSystem: FormsNorwegian\nId: forms-nb\n"
                          "* ^content = #supplement\n"
                          "* ^supplements = \"http://standardterms.edqm.eu\"\n"
                          "* ^language = #nb\n* #1 \"Tablett\"\n");
    CHECK(reading.report.refused == 0);
    CHECK(reading.report.odd == 0);
    REQUIRE(reading.content.systems.size() == 1);
    CHECK(reading.content.systems.front().oid == "0.4.0.127.0.16.1.1.2.1");
    CHECK(reading.content.systems.front().version == "2026");
    REQUIRE(reading.content.concepts.size() == 2);
    CHECK(test::textOf(reading.content, "1", "en-GB") == "Tablet");
    CHECK(test::textOf(reading.content, "1", "nb-NO") == "Tablett");
    CHECK(test::textOf(reading.content, "2", "nb-NO") == "Drasjert tablett");
    CHECK(test::textOf(reading.content, "2", "nn-NO") == "Drasjert tablett, nn");
}

TEST_CASE("what is odd in a catalogue file is mended and told with its line", "[import]") {
    const auto reading =
        read(Format::Fsh, "ValueSet: eHDSIOdd\nId: eHDSIOdd\n* ^version = \"1\"\n"
                          "* ^identifier.value = \"urn:uuid:1.2.3.4\"\n"
                          "* insert SNOMEDCopyright\n"
                          "* http://snomed.info/sct#1 \"One\"\n* http://snomed.info/sct#1 \"One\"\n"
                          "* http://snomed.info/sct#1 \"Uno\"\n"
                          "* https://example.org/unknown#1 \"Unknown\"\n"
                          "* 1.2.3.99#1 \"Other\"\n"
                          "\nValueSet: eHDSIEmpty\n* ^identifier.value = \"urn:oid:1.2.3.5\"\n"
                          "\nInstance: Something\nInstanceOf: Patient\n* name.family = \"X\"\n");
    CHECK(reading.report.refused == 0);
    CHECK(remarks(reading.report, RemarkKind::Odd, 4, "urn:oid:"));
    CHECK(remarks(reading.report, RemarkKind::Odd, 5, "rule set SNOMEDCopyright"));
    CHECK(remarks(reading.report, RemarkKind::Odd, 7, "listed twice"));
    CHECK(remarks(reading.report, RemarkKind::Odd, 8, "two texts"));
    CHECK(remarks(reading.report, RemarkKind::Odd, 9, "no OID is known for https://example.org/unknown"));
    CHECK(remarks(reading.report, RemarkKind::Odd, 10, "not in code-systems.tsv"));
    CHECK(remarks(reading.report, RemarkKind::Odd, 12, "empty"));
    CHECK(remarks(reading.report, RemarkKind::Odd, 15, "left out"));
    REQUIRE(reading.content.valueSets.size() == 1);
    CHECK(reading.content.valueSets.front().members.size() == 3);
    CHECK(test::textOf(reading.content, "1", "en-GB") == "Other"); // the first in the order of code systems
}

TEST_CASE("members that are not listed, sets without OID and unknown aliases are refused", "[import]") {
    const auto reading = read(Format::Fsh, "ValueSet: A\n* ^identifier.value = \"urn:oid:1.2.3\"\n"
                                           "* include codes from system http://snomed.info/sct\n"
                                           "* exclude http://snomed.info/sct#2\n"
                                           "* UNKNOWN_CS#1 \"One\"\n"
                                           "* http://snomed.info/sct#\"\" \"No code\"\n"
                                           "\nValueSet: B\n* http://snomed.info/sct#1 \"One\"\n");
    CHECK(remarks(reading.report, RemarkKind::Refused, 3, "not listed"));
    CHECK(remarks(reading.report, RemarkKind::Refused, 4, "not listed"));
    CHECK(remarks(reading.report, RemarkKind::Refused, 5, "neither an OID nor a URI"));
    CHECK(remarks(reading.report, RemarkKind::Refused, 6, "code is empty"));
    CHECK(remarks(reading.report, RemarkKind::Refused, 8, "has no OID"));
    CHECK(reading.report.refused == 5);
}

TEST_CASE("hostile shorthand is refused and never crashes", "[import]") {
    const auto refused = [](std::string_view bytes) { return read(Format::Fsh, bytes).report.refused > 0; };
    CHECK(refused("ValueSet: A\nTitle: \"never ends\n"));
    CHECK(refused("/* never ends"));
    CHECK(refused("ValueSet: A\n* ^identifier.value = \"urn:oid:1.2\"\n* $x#\"never ends\n"));
    CHECK(refused("\xFF\xFE"));
    CHECK(refused(std::string_view{"ValueSet: A\0", 12}));
    CHECK(refused("ValueSet: A\n* ^identifier.value = \"urn:oid:1.2\"\n"
                  "* http://snomed.info/sct#1 \"turned \xE2\x80\xAE round\"\n"));
    CHECK(refused(
        "ValueSet: A\n* ^identifier.value = \"urn:oid:1.2\"\n* http://snomed.info/sct#1 \"bell \x07\"\n"));
    const std::string large(kMostFileBytes + 1, ' ');
    CHECK(refused(large));
    CHECK_FALSE(refused("* * * # ## \"\" ^ : Id: ValueSet: CodeSystem"));
}
