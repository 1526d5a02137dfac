#include "base/table.hpp"
#include "tests/support/reference.hpp"
#include "tests/transform/terminology/import/material.hpp"
#include "transform/terminology/import/fhir_writer.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::transform::terminology;
using namespace ncp::transform::terminology::import;

namespace {

std::size_t lineOf(const std::string& bytes, std::string_view text) {
    const auto before = bytes.substr(0, bytes.find(text));
    return static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1;
}

} // namespace

TEST_CASE("the whole catalogue is read: 39,649 rows, 59 sets, 39,465 concepts", "[import]") {
    const auto file = test::referencePath("terminology/mvc.tsv");
    if (!file) {
        return;
    }
    const auto bytes = readFile(*file).value();
    const auto reading = test::read(Format::CatalogueTable, bytes, "mvc.tsv", {"mvc", "approved", {}});
    CHECK(reading.report.rows == 39'649);
    CHECK(reading.report.refused == 0);
    CHECK(reading.report.odd == 12);
    CHECK(test::remarks(reading.report, RemarkKind::Odd, lineOf(bytes, "Guillain-Barr"), "read as Latin-1"));
    CHECK(test::remarks(reading.report, RemarkKind::Odd, lineOf(bytes, "260413007"), "is nan"));
    CHECK(test::textOf(reading.content, "G61.0", "en-GB") == "Guillain-Barr\u00E9 syndrome");
    CHECK(reading.content.valueSets.size() == 59);
    CHECK(reading.content.concepts.size() == 39'465);
    CHECK(reading.report.rows - reading.content.concepts.size() == 184);
    SECTION("and goes through FHIR R4 without a difference") {
        const auto json = toFhir(reading.content, test::systemNames());
        const auto again = test::read(Format::Fhir, json);
        CHECK(again.report.refused == 0);
        CHECK(test::differences(reading.content, again.content).empty());
    }
}
