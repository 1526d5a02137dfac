#include "ncp/terminology/workbench.hpp"

#include "ncp/store/sqlite.hpp"
#include "ncp/terminology/workbench_schema.hpp"
#include "tests/support/temporary_directory.hpp"
#include "transform/terminology/import/canonical_order.hpp"
#include "transform/terminology/import/merge.hpp"
#include "transform/terminology/tables.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <sys/stat.h>

using namespace ncp;
using namespace ncp::transform::terminology;
using ncp::terminology::Work;
using ncp::terminology::Workbench;

namespace {

const Work kWork{"Terminology board (test)", "sample", Instant{std::chrono::milliseconds{1'780'000'000'000}}};

struct Place {
    test::TemporaryDirectory directory;
    std::filesystem::path file = directory.path() / "work" / "bench.sqlite";

    Workbench open() const {
        auto opened = Workbench::open(file);
        INFO((opened ? std::string{} : opened.error().detail));
        REQUIRE(opened);
        return std::move(*opened);
    }
};

import::Reading sample() {
    import::Reading reading;
    auto& content = reading.content;
    content.systems.push_back(
        {"1.2.3", "http://example.org/cs", "EX", "Eksempel", "2", {"Ex", "http://e"}, "Example"});
    content.concepts.push_back({"1.2.3",
                                "a",
                                true,
                                {{"en-GB", "A", "mvc", "approved", true},
                                 {"nb-NO", "Utkast", "own", "proposed", true},
                                 {"nb-NO", "Annet ord", "own", "proposed", false}}});
    content.concepts.push_back({"1.2.3", "b", false, {}});
    content.valueSets.push_back({"1.2.9", "Letters", "8.1.0", true, {{"1.2.3", "a"}, {"1.2.3", "b"}}});
    content.maps.push_back({"letters", "1", {{"1.2.4", "x", "1.2.3", "a", Equivalence::Wider, false}}});
    content = import::inCanonicalOrder(std::move(content));
    return reading;
}

std::string differences(const Content& before, const Content& after) {
    std::string out;
    for (const auto& each : import::difference(before, after)) {
        out += std::string{import::nameOf(each.part)} + " " + each.key + ": " + each.before + " -> " +
               each.after + "\n";
    }
    return out;
}

} // namespace

TEST_CASE("what is imported comes back the same, after the file was closed, too", "[workbench]") {
    const Place place;
    const auto reading = sample();
    const auto changes = place.open().import(reading, kWork);
    REQUIRE(changes);
    CHECK(import::count(*changes)[import::Part::Concept].added == 2);
    CHECK(import::count(*changes)[import::Part::Mapping].added == 1);
    auto bench = place.open();
    CHECK(differences(reading.content, bench.content().value()) == "");
    const auto again = bench.import(reading, kWork);
    REQUIRE(again);
    CHECK(again->empty());
}

TEST_CASE("an import in which something was refused changes nothing", "[workbench]") {
    const Place place;
    auto bench = place.open();
    REQUIRE(bench.import(sample(), kWork));
    auto reading = sample();
    reading.content.concepts.front().designations.front().text = "Otherwise";
    reading.report.add({import::RemarkKind::Refused, "file.csv", 7, "no code system"});
    const auto refused = bench.import(reading, kWork);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::InputRefused);
    CHECK(refused.error().detail == "1 refused, nothing was imported: file.csv:7: no code system");
    CHECK(differences(sample().content, bench.content().value()) == "");
    CHECK(bench.log(10)->size() == 1);
}

TEST_CASE("an import that breaks off half way leaves nothing behind", "[workbench]") {
    const Place place;
    auto bench = place.open();
    REQUIRE(bench.import(sample(), kWork));
    auto connection = store::Connection::open(place.file, store::Connection::Mode::ReadWrite,
                                              std::chrono::milliseconds{1000});
    REQUIRE(connection);
    REQUIRE(connection->execute("CREATE TRIGGER full BEFORE INSERT ON mapping BEGIN "
                                "SELECT RAISE(ABORT, 'the disk is full'); END"));
    auto reading = sample();
    reading.content.concepts.push_back({"1.2.3", "c", true, {{"nb-NO", "C", "own", "proposed", true}}});
    reading.content.maps.front().elements.front().valid = true;
    const auto broken = bench.import(reading, kWork);
    REQUIRE_FALSE(broken);
    CHECK(broken.error().code == ErrorCode::StorageFailed);
    CHECK(differences(sample().content, bench.content().value()) == "");
    REQUIRE(connection->execute("DROP TRIGGER full"));
    CHECK(bench.import(reading, kWork));
    CHECK(bench.content()->concepts.size() == 3);
}

TEST_CASE("approval is limited to what is selected, and is written down", "[workbench]") {
    const Place place;
    auto bench = place.open();
    REQUIRE(bench.import(sample(), kWork));
    using Kind = import::ApprovalSelection::Kind;
    CHECK(bench.approve({Kind::Designations, "9.9", {}, {}, {}, {}, {}}, kWork)->empty());
    CHECK(bench.approve({Kind::Designations, {}, {}, "nn-NO", {}, {}, {}}, kWork)->empty());
    CHECK(bench.approve({Kind::Designations, {}, {}, {}, {}, "1.2.10", {}}, kWork)->empty());
    const auto approved =
        bench.approve({Kind::Designations, "1.2.3", "a", "nb-NO", "own", "1.2.9", {}}, kWork);
    REQUIRE(approved);
    CHECK(approved->size() == 1);
    const auto content = bench.content().value();
    for (const auto& designation : content.concepts.front().designations) {
        CHECK(designation.status == "approved");
    }
    CHECK_FALSE(content.maps.front().elements.front().valid);
    CHECK(bench.approve({Kind::Mappings, {}, {}, {}, {}, {}, "other"}, kWork)->empty());
    REQUIRE(bench.approve({Kind::Mappings, {}, {}, {}, {}, {}, "letters"}, kWork));
    CHECK(bench.content()->maps.front().elements.front().valid);
    const auto log = bench.log(2).value();
    REQUIRE(log.size() == 2);
    CHECK(log.front().approval);
    CHECK(log.front().author == kWork.author);
    CHECK(log.front().time == kWork.time);
    CHECK(log.front().changed == 1);
}

TEST_CASE("of two approved texts one stays preferred", "[workbench]") {
    const Place place;
    auto bench = place.open();
    import::Reading reading;
    reading.content.concepts.push_back(
        {"1.2.3",
         "a",
         true,
         {{"nb-NO", "Eldre", "own", "proposed", false}, {"nb-NO", "Nyere", "volven", "proposed", true}}});
    REQUIRE(bench.import(reading, kWork));
    using Kind = import::ApprovalSelection::Kind;
    REQUIRE(bench.approve({Kind::Designations, {}, {}, {}, "own", {}, {}}, kWork));
    const auto preferred = [&] {
        std::vector<std::string> texts;
        const auto content = bench.content();
        for (const auto& designation : content->concepts.front().designations) {
            if (designation.preferred) {
                texts.push_back(designation.text);
            }
        }
        return texts;
    };
    CHECK(preferred() == std::vector<std::string>{"Eldre"}); // approved before proposed
    REQUIRE(bench.approve({Kind::Designations, {}, {}, {}, {}, {}, {}}, kWork));
    CHECK(preferred() == std::vector<std::string>{"Eldre"});
}

TEST_CASE("the file is its owner's, and a node's store is not taken for a workbench", "[workbench]") {
    const Place place;
    place.open();
    struct stat status{};
    REQUIRE(::stat(place.file.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600U);
    const auto foreign = place.directory.path() / "node.sqlite";
    {
        auto connection = store::Connection::open(foreign, store::Connection::Mode::ReadWrite,
                                                  std::chrono::milliseconds{1000});
        REQUIRE(connection);
        REQUIRE(store::bringSchemaUpToDate(*connection, store::nodeSchema()));
    }
    const auto opened = Workbench::open(foreign);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().detail.find("another program") != std::string::npos);
    CHECK_FALSE(Workbench::open(place.directory.path()));
}

TEST_CASE("the log of the work is neither changed nor deleted", "[workbench]") {
    const Place place;
    REQUIRE(place.open().import(sample(), kWork));
    auto connection = store::Connection::open(place.file, store::Connection::Mode::ReadWrite,
                                              std::chrono::milliseconds{1000});
    REQUIRE(connection);
    CHECK_FALSE(connection->execute("UPDATE work_log SET author = 'somebody else'"));
    CHECK_FALSE(connection->execute("DELETE FROM work_log"));
}
