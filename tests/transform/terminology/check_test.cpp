#include "transform/terminology/check.hpp"

#include "transform/terminology/snapshot_build.hpp"
#include "transform/terminology/tables.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::transform::terminology;
using transform::Finding;

namespace {

Content soundContent() {
    Content content;
    content.name = "sound";
    content.systems = {{"1.2.1", "", "national", "", "", {}, ""}, {"1.2.2", "", "european", "", "", {}, ""}};
    content.concepts = {{"1.2.2", "a", true, {{"en-GB", "A", "test", "", true}}},
                        {"1.2.2", "b", true, {{"en-GB", "B", "test", "", true}}},
                        {"1.2.1", "x", true, {}}};
    content.valueSets = {{"1.3.1", "set", "", true, {{"1.2.2", "a"}, {"1.2.2", "b"}}}};
    content.maps = {{"map", "", {{"1.2.1", "x", "1.2.2", "a", Equivalence::Equal, true}}}};
    return content;
}

/// The severity with which the changed content has this finding; nothing when it has not.
template <class Change>
std::optional<Severity> found(std::string_view code, const Change& change) {
    auto content = soundContent();
    change(content);
    const auto findings = check(content);
    const auto one = std::ranges::find(findings, code, &Finding::code);
    if (one == findings.end()) {
        return std::nullopt;
    }
    CHECK_FALSE(one->advice.empty());
    CHECK_FALSE(one->path.empty());
    return one->severity;
}

Catalogue built(const Content& content) {
    return Catalogue::fromImage(buildSnapshot(content).value(), "test").value();
}

} // namespace

TEST_CASE("sound content has no finding", "[terminology][check]") {
    CHECK(check(soundContent()).empty());
}

TEST_CASE("each fault of content is a finding with advice", "[terminology][check]") {
    CHECK(found("terminology.duplicate", [](Content& c) { c.concepts.push_back(c.concepts[0]); }) ==
          Severity::Error);
    CHECK(found("terminology.duplicate",
                [](Content& c) { c.valueSets[0].members.push_back({"1.2.2", "a"}); }) == Severity::Error);
    CHECK(found("terminology.duplicate", [](Content& c) { c.systems[0].aliases = {"1.2.2"}; }) ==
          Severity::Error);
    CHECK(found("terminology.system_unknown",
                [](Content& c) { c.valueSets[0].members.push_back({"9.9", "z"}); }) == Severity::Error);
    CHECK(found("terminology.target_dangling", [](Content& c) { c.maps[0].elements[0].targetCode = "z"; }) ==
          Severity::Error);
    CHECK_FALSE(found("terminology.target_dangling", [](Content& c) {
        c.maps[0].elements[0].targetCode = "z";
        c.maps[0].elements[0].valid = false;
    }));
    CHECK(found("terminology.target_unnamed", [](Content& c) { c.concepts[0].designations.clear(); }) ==
          Severity::Error);
    CHECK(found("terminology.english_missing", [](Content& c) { c.concepts[1].designations.clear(); }) ==
          Severity::Warning);
    CHECK(found("terminology.mapping_ambiguous", [](Content& c) {
              c.maps[0].elements.push_back({"1.2.1", "x", "1.2.2", "b", Equivalence::Equal, true});
          }) == Severity::Warning);
}

TEST_CASE("an empty or dangling set weighs more when it is said to be complete", "[terminology][check]") {
    for (const bool fixed : {true, false}) {
        const auto weight = fixed ? Severity::Error : Severity::Warning;
        CHECK(found("terminology.set_empty", [&](Content& c) {
                  c.valueSets[0].fixed = fixed;
                  c.valueSets[0].members.clear();
              }) == weight);
        CHECK(found("terminology.member_dangling", [&](Content& c) {
                  c.valueSets[0].fixed = fixed;
                  c.valueSets[0].members.push_back({"1.2.2", "z"});
              }) == weight);
    }
}

TEST_CASE("many faults of one kind and place are one finding", "[terminology][check]") {
    auto content = soundContent();
    for (int i = 0; i < 100; ++i) {
        content.concepts.push_back({"1.2.2", "n" + std::to_string(i), true, {}});
    }
    const auto findings = check(content);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].element.starts_with("100: n0, n1"));
}

TEST_CASE("a release that shrinks is told, part by part", "[terminology][check]") {
    const auto before = soundContent();
    auto after = before;
    after.valueSets[0].members.pop_back();
    after.maps.clear();
    after.name = "after";
    const auto findings = compare(built(before), built(after), 0.1);
    std::vector<std::string> parts;
    for (const auto& finding : findings) {
        CHECK(finding.severity == Severity::Error);
        CHECK(finding.code == "terminology.shrinks");
        parts.push_back(finding.path);
    }
    const std::vector<std::string> expected{"concept map map", "value set 1.3.1"};
    CHECK(parts == expected);
    // Half of the set may go when that much is allowed; a map that is gone is gone.
    CHECK(compare(built(before), built(after), 0.5).size() == 1);
    CHECK(compare(built(before), built(before), 0.0).empty());
    CHECK(compare(built(after), built(before), 0.0).empty());
}

TEST_CASE("the shipped terminology has no error", "[terminology][check]") {
    const auto content = readTables(std::filesystem::path{NCP_SOURCE_DIR} / "config/terminology");
    REQUIRE(content);
    for (const auto& finding : check(*content)) {
        INFO(finding.code << " " << finding.path << " " << finding.element);
        CHECK(finding.severity != Severity::Error);
    }
}
