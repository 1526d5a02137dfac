#include "ncp/terminology/release_content.hpp"

#include "ncp/terminology/workbench.hpp"
#include "tests/support/temporary_directory.hpp"
#include "transform/terminology/check.hpp"
#include "transform/terminology/import/difference.hpp"
#include "transform/terminology/tables.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::transform::terminology;
using ncp::terminology::releaseContent;
using ncp::terminology::Workbench;

namespace {

const auto kTables = std::filesystem::path{NCP_SOURCE_DIR} / "config/terminology";
const std::string kNoOid = "https://example.org/no-oid";

struct Place {
    test::TemporaryDirectory directory;
    std::filesystem::path file = directory.path() / "bench.sqlite";

    void import(Content content) const {
        import::Reading reading;
        reading.content = std::move(content);
        auto bench = Workbench::open(file);
        REQUIRE(bench);
        REQUIRE(bench->import(reading, {"a test", "sample", Instant{}}));
    }
};

/// Two letters of a code system with an OID, and one of a code system without.
Content letters() {
    Content content;
    content.systems.push_back({"1.2.3", {}, "EX", {}, {}, {}, {}});
    content.concepts.push_back({"1.2.3", "a", true, {{"en-GB", "A", "mvc", "approved", true}}});
    content.concepts.push_back({"1.2.3", "b", true, {{"en-GB", "B", "mvc", "approved", true}}});
    content.concepts.push_back({kNoOid, "z", true, {{"en-GB", "Z", "mvc", "approved", true}}});
    content.valueSets.push_back(
        {"1.2.9", "Letters", "1", false, {{"1.2.3", "a"}, {"1.2.3", "b"}, {kNoOid, "z"}}});
    content.maps.push_back({"letters",
                            "1",
                            {{"1.2.4", "x", "1.2.3", "a", Equivalence::Wider, false},
                             {kNoOid, "z", "1.2.3", "a", Equivalence::Wider, false}}});
    return content;
}

const ValueSetContent& valueSet(const Content& content, const std::string& oid) {
    const auto found = std::ranges::find(content.valueSets, oid, &ValueSetContent::oid);
    REQUIRE(found != content.valueSets.end());
    return *found;
}

} // namespace

TEST_CASE("without a workbench a release is made of the shipped tables alone", "[release-content]") {
    const Place place;
    const auto release = releaseContent(kTables, place.file).value();
    CHECK(import::difference(readTables(kTables).value(), release.content).empty());
    CHECK(release.leftOut.empty());
}

TEST_CASE("a release is made of the shipped tables with the workbench over them", "[release-content]") {
    const Place place;
    auto content = letters();
    content.concepts.push_back(
        {"1.0.3166.1", "NO", true, {{"nb-NO", "Kongeriket Norge", "direktoratet", "approved", true}}});
    place.import(std::move(content));
    const auto release = releaseContent(kTables, place.file).value();
    const auto norway = std::ranges::find_if(release.content.concepts, [](const auto& each) {
        return each.system == "1.0.3166.1" && each.code == "NO";
    });
    REQUIRE(norway != release.content.concepts.end());
    const auto text = std::ranges::find_if(norway->designations, [](const auto& designation) {
        return designation.preferred && designation.language == "nb-NO";
    });
    REQUIRE(text != norway->designations.end());
    CHECK(text->text == "Kongeriket Norge");
    CHECK(std::ranges::count(release.content.systems, "1.2.4", &CodeSystemContent::oid) == 1);
}

TEST_CASE("what has no OID is left out of a release, and told", "[release-content]") {
    const Place place;
    place.import(letters());
    const auto release = releaseContent(kTables, place.file).value();
    CHECK(valueSet(release.content, "1.2.9").members.size() == 2);
    CHECK(std::ranges::count(release.content.concepts, kNoOid, &ConceptContent::system) == 0);
    REQUIRE(release.leftOut.size() == 1);
    CHECK(release.leftOut.front().code == "terminology.no_oid");
    CHECK(release.leftOut.front().path == "code system " + kNoOid);
    CHECK(release.leftOut.front().element == "1 concepts, 1 members, 1 mappings are left out");
}

TEST_CASE("value sets without members stay in a release and are findings of it", "[release-content]") {
    const Place place;
    auto content = letters();
    content.valueSets.front().members.erase(content.valueSets.front().members.begin(),
                                            content.valueSets.front().members.begin() + 2);
    place.import(std::move(content));
    const auto release = releaseContent(kTables, place.file).value();
    CHECK(valueSet(release.content, "1.2.9").members.empty());
    const auto shipped = readTables(kTables).value();
    for (const auto& set : shipped.valueSets) {
        CHECK(valueSet(release.content, set.oid).members.size() == set.members.size());
    }
    const auto findings = check(release.content);
    CHECK(std::ranges::any_of(findings, [](const auto& finding) {
        return finding.code == "terminology.set_empty" && finding.path == "value set 1.2.9 Letters";
    }));
}
