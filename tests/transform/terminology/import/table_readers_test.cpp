#include "tests/transform/terminology/import/material.hpp"
#include "transform/terminology/import/delimited_text.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::transform::terminology;
using namespace ncp::transform::terminology::import;
using test::read;
using test::remarks;

TEST_CASE("cells are quoted as RFC 4180 says", "[import]") {
    const auto text = readDelimited("a;b\n\"x;1\";\"he said \"\"no\"\"\"\r\n# comment\n\n\"two\nlines\";z",
                                    ';', Quoting::Rfc4180);
    REQUIRE(text);
    REQUIRE(text->rows.size() == 2);
    CHECK(text->rows[0].cells[0] == "x;1");
    CHECK(text->rows[0].cells[1] == "he said \"no\"");
    CHECK(text->rows[1].line == 5);
    CHECK(text->rows[1].cells[0] == "two\nlines");
    CHECK(text->rows[1].cells[1] == "z");
    CHECK_FALSE(readDelimited("a\n\"open", ',', Quoting::Rfc4180));
    CHECK_FALSE(readDelimited("", ',', Quoting::Rfc4180));
    for (const std::string cell : {"plain", "a,b", "say \"x\"", "two\nlines", "#hash", ""}) {
        const auto again = readDelimited("h,i\n" + delimitedCell(cell, ',') + ",end", ',', Quoting::Rfc4180);
        REQUIRE(again);
        REQUIRE(again->rows.size() == 1);
        CHECK(again->rows[0].cells[0] == cell);
    }
}

TEST_CASE("designations come in long and in wide form", "[import]") {
    const auto wide =
        read(Format::DesignationTable, "system\tcode\tnb\tnn\ten\tsource\tstatus\n"
                                       "1.0.3166.1\tNO\tNorge\tNoreg\tNorway\tvolven\tofficial\n"
                                       "1.0.3166.1\tSE\tSverige\t\tSweden\t\t\n");
    CHECK(wide.report.refused == 0);
    CHECK(wide.report.rows == 2);
    CHECK(test::textOf(wide.content, "NO", "nn-NO") == "Noreg");
    CHECK(wide.content.concepts[0].designations[0].status == "approved");
    CHECK(wide.content.concepts[1].designations.size() == 2);
    CHECK(wide.content.concepts[1].designations[0].status == "proposed");
    const auto tall = read(Format::DesignationTable,
                           "system;code;language;text;status\n"
                           "http://snomed.info/sct;39579001;nb-NO;\"Anafylaksi; alvorlig\";approved\n",
                           "d.csv", {"direktoratet", "proposed", {}});
    CHECK(tall.report.refused == 0);
    REQUIRE(tall.content.concepts.size() == 1);
    CHECK(tall.content.concepts[0].system == "2.16.840.1.113883.6.96");
    CHECK(tall.content.concepts[0].designations[0].text == "Anafylaksi; alvorlig");
    CHECK(tall.content.concepts[0].designations[0].source == "direktoratet");
    CHECK(tall.content.concepts[0].designations[0].status == "approved");
}

TEST_CASE("a language that no answer falls back to is told once", "[import]") {
    const auto reading = read(Format::DesignationTable, "system,code,language,text\n"
                                                        "1.0.3166.1,NO,no-NB,Norge\n"
                                                        "1.0.3166.1,SE,no-NB,Sverige\n"
                                                        "1.0.3166.1,DK,no,Danmark\n"
                                                        "1.0.3166.1,FI,nn,Finland\n");
    CHECK(reading.report.refused == 0);
    CHECK(reading.report.odd == 1);
    CHECK(remarks(reading.report, RemarkKind::Odd, 2, "no-NB"));
}

TEST_CASE("mappings name their map, their equivalence and their status", "[import]") {
    const auto reading = read(Format::MapTable,
                              "source_system,source_code,target_system,target_code,equivalence,status\n"
                              "2.16.578.1.12.4.1.1.7477,53,EDQM,20053000,equivalent,valid\n"
                              "2.16.578.1.12.4.1.1.7477,53,EDQM,20053000,wider,proposed\n"
                              "2.16.578.1.12.4.1.1.7477,54,EDQM,20054000,,\n",
                              "folder/map-route.csv");
    CHECK(reading.report.refused == 0);
    CHECK(remarks(reading.report, RemarkKind::Odd, 3, "listed twice"));
    REQUIRE(reading.content.maps.size() == 1);
    CHECK(reading.content.maps[0].name == "route");
    REQUIRE(reading.content.maps[0].elements.size() == 2);
    CHECK(reading.content.maps[0].elements[0].targetSystem == "0.4.0.127.0.16.1.1.2.1");
    CHECK(reading.content.maps[0].elements[0].valid);
    CHECK_FALSE(reading.content.maps[0].elements[1].valid);
}

TEST_CASE("rows and headers that can't be understood are refused with their line", "[import]") {
    const auto designations = read(Format::DesignationTable, "system,code,language,text,status\n"
                                                             "1.0.3166.1,NO,nb-NO\n"
                                                             "1.0.3166.1,NO,norsk bokmål,Norge,\n"
                                                             "1.0.3166.1,NO,nb-NO,,\n"
                                                             "1.0.3166.1,NO,nb-NO,Norge,finished\n"
                                                             "nowhere,NO,nb-NO,Norge,\n");
    CHECK(remarks(designations.report, RemarkKind::Refused, 2, "3 cells, expected 5"));
    CHECK(remarks(designations.report, RemarkKind::Refused, 3, "no language"));
    CHECK(remarks(designations.report, RemarkKind::Refused, 4, "is empty"));
    CHECK(remarks(designations.report, RemarkKind::Refused, 5, "status is"));
    CHECK(remarks(designations.report, RemarkKind::Refused, 6, "neither an OID"));
    CHECK(read(Format::DesignationTable, "code,nb\nX,Y\n").report.refused == 1);
    CHECK(read(Format::MapTable, "source_code,target_code\nX,Y\n").report.refused == 1);
    CHECK(read(Format::MapTable, "source_system,source_code,target_system,target_code,equivalence\n"
                                 "1.2.3,a,1.2.4,b,same\n")
              .report.refused == 1);
    CHECK(read(Format::CatalogueTable, "valueset_name\tcode\nx\ty\n").report.refused == 1);
    CHECK(read(Format::CatalogueTable, "valueset_name\tvalueset_oid\tversion\tcode_system_oid_or_uri\tcode\t"
                                       "display_en\nA\tno oid\t1\t1.2.3\tc\tC\n")
              .report.refused == 1);
}

TEST_CASE("the catalogue's table and its shorthand give the same content", "[import]") {
    const auto table = read(Format::CatalogueTable,
                            "valueset_name\tvalueset_oid\tversion\tcode_system_oid_or_uri\tcode\tdisplay_en\n"
                            "eHDSISample\t1.2.3.4\t8.1.0\t2.16.840.1.113883.6.96\t39579001\tAnaphylaxis\n"
                            "eHDSISample\t1.2.3.4\t8.1.0\t2.16.840.1.113883.6.8\t[IU]\tinternational unit\n"
                            "eHDSIOther\t1.2.3.5\t8.1.0\thttp://snomed.info/sct\t39579001\tAnaphylaxis\n");
    const auto shorthand = read(Format::Fsh, "Alias: $sct = http://snomed.info/sct\n"
                                             "ValueSet: X\nId: eHDSIOther-8.1.0\n"
                                             "* ^identifier.value = \"urn:oid:1.2.3.5\"\n"
                                             "* $sct#39579001 \"Anaphylaxis\"\n"
                                             "ValueSet: eHDSISample\nId: eHDSISample-8.1.0\n"
                                             "* ^identifier.value = \"urn:oid:1.2.3.4\"\n"
                                             "* http://unitsofmeasure.org#[IU] \"international unit\"\n"
                                             "* $sct#39579001 \"Anaphylaxis\"\n");
    CHECK(table.report.rows == 3);
    CHECK(shorthand.report.rows == 3);
    CHECK(table.content.concepts.size() == 2);
    CHECK(test::differences(table.content, shorthand.content).empty());
}

TEST_CASE("a format is guessed from name and header, and not where neither tells", "[import]") {
    CHECK(guessFormat("a.fsh", "") == Format::Fsh);
    CHECK(guessFormat("a.json", "") == Format::Fhir);
    CHECK(guessFormat("mvc.tsv", "valueset_name\tvalueset_oid\n") == Format::CatalogueTable);
    CHECK(guessFormat("d.tsv", "# a note\nsystem\tcode\tnb\n") == Format::DesignationTable);
    CHECK(guessFormat("m.csv", "source_system,source_code,target_system,target_code\n") == Format::MapTable);
    CHECK_FALSE(guessFormat("members.tsv", "value_set\tsystem\tcode\n"));
    CHECK_FALSE(guessFormat("x.txt", "system,code,nb"));
    for (const auto format :
         {Format::Fsh, Format::CatalogueTable, Format::Fhir, Format::DesignationTable, Format::MapTable}) {
        CHECK(parseFormat(nameOf(format)) == format);
    }
    CHECK_FALSE(parseFormat("xls"));
}

TEST_CASE("a table whose lines end with carriage returns alone is refused, not read as a header",
          "[import]") {
    const auto reading = read(Format::DesignationTable, "system,code,language,text\r1.2.3,a,nb-NO,En\r");
    CHECK(remarks(reading.report, RemarkKind::Refused, 0, "carriage returns alone"));
}
