#include "tests/transform/terminology/import/material.hpp"
#include "transform/terminology/import/merge.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::transform::terminology;
using namespace ncp::transform::terminology::import;

namespace {

Content withText(const std::string& text, const std::string& source, const std::string& status) {
    Content content;
    content.concepts.push_back({"1.2.3", "a", true, {{"nb-NO", text, source, status, true}}});
    return content;
}

Content withMembers(const std::vector<std::string>& codes, bool fixed) {
    Content content;
    content.valueSets.push_back({"1.2.9", "Set", "1", fixed, {}});
    for (const auto& code : codes) {
        content.valueSets[0].members.push_back({"1.2.3", code});
    }
    return content;
}

Content withMapping(const std::string& target, bool valid) {
    Content content;
    content.maps.push_back({"m", {}, {{"1.2.3", "a", "1.2.4", target, Equivalence::Equal, valid}}});
    return content;
}

} // namespace

TEST_CASE("an official text takes the place of a proposed one, and not the other way round", "[import]") {
    const auto own = withText("Utkast", "own", "proposed");
    const auto official = withText("Offisiell", "direktoratet", "approved");
    CHECK(test::textOf(merge(own, official), "a", "nb-NO") == "Offisiell");
    CHECK(test::textOf(merge(official, own), "a", "nb-NO") == "Offisiell");
    CHECK(merge(own, official).concepts[0].designations.size() == 2);
    CHECK(test::textOf(merge(own, withText("Nyere utkast", "own", "proposed")), "a", "nb-NO") ==
          "Nyere utkast");
}

TEST_CASE("what was approved stays approved when it comes again as proposed", "[import]") {
    const auto again = merge(withText("Tekst", "own", "approved"), withText("Tekst", "own", "proposed"));
    CHECK(again.concepts[0].designations[0].status == "approved");
    CHECK(merge(withMapping("x", true), withMapping("x", false)).maps[0].elements[0].valid);
    const auto changed = merge(withText("Tekst", "own", "approved"), withText("Annen", "own", "proposed"));
    CHECK(changed.concepts[0].designations[0].status == "proposed");
}

TEST_CASE("a value set is taken as a whole and stays fixed", "[import]") {
    const auto merged = merge(withMembers({"a", "b"}, true), withMembers({"b", "c"}, false));
    REQUIRE(merged.valueSets.size() == 1);
    CHECK(merged.valueSets[0].fixed);
    REQUIRE(merged.valueSets[0].members.size() == 2);
    CHECK(merged.valueSets[0].members[0].code == "b");
    CHECK(merged.valueSets[0].members[1].code == "c");
}

TEST_CASE("a new mapping takes the place of the old one of the same concept", "[import]") {
    const auto merged = merge(withMapping("x", true), withMapping("y", false));
    REQUIRE(merged.maps[0].elements.size() == 1);
    CHECK(merged.maps[0].elements[0].targetCode == "y");
    CHECK_FALSE(merged.maps[0].elements[0].valid);
}

TEST_CASE("differences are told part by part", "[import]") {
    auto before = withText("Tekst", "own", "proposed");
    auto after = withText("Annen", "own", "proposed");
    after.concepts.push_back({"1.2.3", "b", true, {}});
    before.valueSets = withMembers({"a", "b"}, false).valueSets;
    after.valueSets = withMembers({"b"}, false).valueSets;
    const auto all = difference(before, after);
    const auto counts = count(all);
    CHECK(all.size() == 3);
    CHECK(counts[Part::Designation].changed == 1);
    CHECK(counts[Part::Concept].added == 1);
    CHECK(counts[Part::Member].removed == 1);
    CHECK(difference(after, after).empty());
}
