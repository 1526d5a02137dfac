#include "tests/transform/terminology/import/material.hpp"
#include "transform/terminology/import/approval.hpp"
#include "transform/terminology/import/merge.hpp"

#include <algorithm>
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
}

TEST_CASE("a proposed text stands beside the approved one of its source and doesn't replace it", "[import]") {
    const auto merged = merge(withText("Tekst", "own", "approved"), withText("Annen", "own", "proposed"));
    REQUIRE(merged.concepts[0].designations.size() == 2);
    CHECK(test::textOf(merged, "a", "nb-NO") == "Tekst");
    for (const auto& designation : merged.concepts[0].designations) {
        CHECK(designation.preferred == (designation.text == "Tekst"));
        CHECK((designation.status == "approved") == (designation.text == "Tekst"));
    }
    // Approved, it takes the place of what its source had, and not that of another source's.
    const auto approved = approve(merged, {});
    CHECK(test::textOf(approved, "a", "nb-NO") == "Annen");
    const auto official = merge(withText("Offisiell", "direktoratet", "approved"), merged);
    CHECK(test::textOf(approve(merge(withText("Offisiell", "direktoratet", "approved"),
                                     withText("Utkast", "own", "proposed")),
                               {}),
                       "a", "nb-NO") == "Offisiell");
    CHECK(official.concepts[0].designations.size() == 3);
}

TEST_CASE("a retired concept becomes current again only when a source states it", "[import]") {
    auto retired = withText("Tekst", "own", "proposed");
    retired.concepts[0].current = false;
    const auto mention = withText("Annen", "own", "proposed");
    CHECK_FALSE(merge(retired, mention).concepts[0].current);
    CHECK_FALSE(merge(mention, retired).concepts[0].current);
    auto statement = mention;
    statement.concepts[0].statesCurrent = true;
    CHECK(merge(retired, statement).concepts[0].current);
}

TEST_CASE("a value set is taken as a whole and stays fixed", "[import]") {
    const auto merged = merge(withMembers({"a", "b"}, true), withMembers({"b", "c"}, false));
    REQUIRE(merged.valueSets.size() == 1);
    CHECK(merged.valueSets[0].fixed);
    REQUIRE(merged.valueSets[0].members.size() == 2);
    CHECK(merged.valueSets[0].members[0].code == "b");
    CHECK(merged.valueSets[0].members[1].code == "c");
}

TEST_CASE("an approved mapping takes the place of the old one of the same concept", "[import]") {
    const auto merged = merge(withMapping("x", true), withMapping("y", true));
    REQUIRE(merged.maps[0].elements.size() == 1);
    CHECK(merged.maps[0].elements[0].targetCode == "y");
}

TEST_CASE("a proposed mapping leaves the approved one in force until it is approved", "[import]") {
    const auto merged = merge(withMapping("x", true), withMapping("y", false));
    REQUIRE(merged.maps[0].elements.size() == 2);
    for (const auto& element : merged.maps[0].elements) {
        CHECK(element.valid == (element.targetCode == "x"));
    }
    const auto newer = merge(merged, withMapping("z", false));
    REQUIRE(newer.maps[0].elements.size() == 2);
    CHECK(std::ranges::count(newer.maps[0].elements, "y", &MapElement::targetCode) == 0);
    const auto approved = approve(newer, {ApprovalSelection::Kind::Mappings, {}, {}, {}, {}, {}, {}});
    REQUIRE(approved.maps[0].elements.size() == 1);
    CHECK(approved.maps[0].elements[0].targetCode == "z");
    CHECK(approved.maps[0].elements[0].valid);
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
