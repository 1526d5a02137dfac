#include "tests/transform/terminology/import/material.hpp"
#include "transform/terminology/import/release_difference.hpp"
#include "transform/terminology/import/table_writers.hpp"
#include "transform/terminology/snapshot_build.hpp"
#include "transform/terminology/tables.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::transform::terminology;
using namespace ncp::transform::terminology::import;

namespace {

Content shipped() {
    return readTables(std::filesystem::path{NCP_SOURCE_DIR} / "config/terminology").value();
}

Catalogue released(const Content& content) {
    return Catalogue::fromImage(buildSnapshot(content).value(), "test").value();
}

} // namespace

TEST_CASE("designations and mappings go through CSV and TSV without a difference", "[import]") {
    Content content;
    content.concepts.push_back({"1.2.3",
                                "a,b",
                                true,
                                {{"nb-NO", "Sagt \"slik\"; så, ja", "own", "proposed", true},
                                 {"nn-NO", "#1", "volven", "approved", true}}});
    content.maps.push_back({"m", {}, {{"1.2.3", "a,b", "1.2.4", "x", Equivalence::Narrower, true}}});
    for (const char separator : {',', '\t'}) {
        auto expected = content;
        expected.maps.clear();
        const auto designations = test::read(Format::DesignationTable, designationTable(content, separator));
        CHECK(designations.report.refused == 0);
        CHECK(test::differences(expected, designations.content) == "");
        expected = content;
        expected.concepts.clear();
        const auto maps = test::read(Format::MapTable, mapTable(content, separator));
        CHECK(maps.report.refused == 0);
        CHECK(test::differences(expected, maps.content) == "");
    }
}

TEST_CASE("the members of the shipped sets go through the catalogue's table", "[import]") {
    const auto content = shipped();
    const auto again = test::read(Format::CatalogueTable, catalogueTable(content)).content;
    std::size_t members = 0;
    for (const auto& set : content.valueSets) {
        members += set.members.size();
    }
    std::size_t read = 0;
    for (const auto& set : again.valueSets) {
        read += set.members.size();
    }
    CHECK(members == read);
    CHECK(members > 5'000);
}

TEST_CASE("a release differs from its own content in nothing, and from a changed one in what was changed",
          "[import]") {
    auto content = shipped();
    const auto release = released(content);
    std::string said;
    for (const auto& each : difference(release, content)) {
        said +=
            std::string{nameOf(each.part)} + " " + each.key + ": " + each.before + " -> " + each.after + "\n";
    }
    CHECK(said == "");
    content.concepts.push_back({"1.0.3166.1", "ZZ", true, {{"nb-NO", "Et sted", "own", "proposed", true}}});
    content.valueSets.front().members.pop_back();
    content.maps.front().elements.front().targetCode = "70813002";
    content.maps.front().elements.front().equivalence = Equivalence::Inexact;
    const auto counts = count(difference(release, content));
    CHECK(counts[Part::Concept].added == 1);
    CHECK(counts[Part::Designation].added == 1);
    CHECK(counts[Part::Member].removed == 1);
    CHECK(counts[Part::Mapping].changed == 1);
}

TEST_CASE("of texts from several sources one is preferred in each language", "[import]") {
    const auto reading = test::read(Format::DesignationTable, "system,code,language,text,source,status\n"
                                                              "1.2.3,a,nb-NO,En,volven,approved\n"
                                                              "1.2.3,a,nb-NO,To,own,proposed\n"
                                                              "1.2.3,a,nn-NO,Tre,own,proposed\n");
    REQUIRE(reading.content.concepts.size() == 1);
    std::vector<std::string> preferred;
    for (const auto& designation : reading.content.concepts.front().designations) {
        if (designation.preferred) {
            preferred.push_back(designation.text);
        }
    }
    CHECK(preferred == std::vector<std::string>{"En", "Tre"});
}
