#include "ncp/app/terminology_in_force.hpp"

#include "base/table.hpp"
#include "ncp/terminology/release_store.hpp"
#include "tests/ncp/app/told.hpp"
#include "tests/support/temporary_directory.hpp"
#include "transform/terminology/snapshot_build.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <string>
#include <thread>
#include <vector>

using namespace ncp;
using ncp::terminology::ReleaseStore;
using transform::terminology::Content;

namespace {

/// A release in which every designation names the release, so that a mixture of two would show.
std::string imageOf(const std::string& name) {
    Content content;
    content.name = name;
    content.systems = {{"1.2.1", "", "system", "", "", {}, ""}};
    for (int i = 0; i < 200; ++i) {
        auto& one = content.concepts.emplace_back();
        one.system = "1.2.1";
        one.code = "c" + std::to_string(i);
        one.designations.push_back({"nb-NO", name, "test", "", true});
    }
    return transform::terminology::buildSnapshot(content).value();
}

/// A node's terminology over a folder with the releases r1 (in force) and r2.
class World {
  public:
    World() {
        for (const std::string name : {"r1", "r2"}) {
            REQUIRE(store.add(imageOf(name), "", Instant{}));
        }
        REQUIRE(store.makeCurrent("r1"));
        auto opened =
            app::TerminologyInForce::open({tables(), store.directory(), std::chrono::seconds{1}}, log_);
        REQUIRE(opened);
        terminology = std::move(*opened);
    }

    void watch() {
        terminology->watch([this](bool taken) { told.tell(taken); });
    }
    std::string inForce() const { return terminology->current().get()->name(); }

  private:
    static std::filesystem::path tables() {
        return std::filesystem::path{NCP_SOURCE_DIR} / "config/terminology";
    }

    test::TemporaryDirectory directory_;
    SystemClock clock_;
    Logger log_{clock_, LogLevel::Error, [](std::string_view) {}};

  public:
    ReleaseStore store{directory_.path()};
    test::Told told;
    std::unique_ptr<app::TerminologyInForce> terminology; ///< ends before what it tells
};

} // namespace

TEST_CASE("a running node takes the release that is put in force", "[terminology][releases]") {
    World world;
    CHECK(world.inForce() == "r1");
    world.watch();
    REQUIRE(world.store.makeCurrent("r2"));
    world.terminology->renew();
    world.told.waitForTaken(1);
    CHECK(world.inForce() == "r2");
    REQUIRE(world.store.makeCurrent("r1"));
    world.terminology->renew();
    world.told.waitForTaken(2);
    CHECK(world.inForce() == "r1");
    CHECK(world.terminology->faults().empty());
}

TEST_CASE("a change of the pointer is noticed without being asked for", "[terminology][releases]") {
    World world;
    world.watch();
    REQUIRE(world.store.makeCurrent("r2"));
    world.told.waitForTaken(1);
    CHECK(world.inForce() == "r2");
}

TEST_CASE("a release that can't be read leaves the former in force and says so", "[terminology][releases]") {
    World world;
    world.watch();
    REQUIRE(writeFile(world.store.directory() / "r3.snapshot", "broken"));
    REQUIRE(writeFile(world.store.pointer(), "r3\n"));
    world.terminology->renew();
    world.told.waitForRefused(1);
    CHECK(world.inForce() == "r1");
    REQUIRE(world.terminology->faults().size() == 1);
    CHECK(world.terminology->faults()[0].find("release r1 stays in force") != std::string::npos);
    REQUIRE(world.store.makeCurrent("r2"));
    world.terminology->renew();
    world.told.waitForTaken(1);
    CHECK(world.inForce() == "r2");
    CHECK(world.terminology->faults().empty());
}

TEST_CASE("who asks while releases change has every answer from one release", "[terminology][releases]") {
    World world;
    world.watch();
    std::atomic<bool> ended{false};
    std::atomic<std::size_t> asked{0};
    std::atomic<std::size_t> mixed{0};
    const auto ask = [&] {
        while (!ended) {
            const auto catalogue = world.terminology->current().get();
            for (int i = 0; i < 200; ++i) {
                const auto found =
                    catalogue->designation("1.2.1", "c" + std::to_string(i), TextLanguage::Bokmaal);
                mixed += found && found->text == catalogue->name() ? 0 : 1;
            }
            ++asked;
        }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
        threads.emplace_back(ask);
    }
    bool put = true;
    for (int round = 1; round <= 20; ++round) {
        put = world.store.makeCurrent(round % 2 == 0 ? "r1" : "r2") && put;
        world.terminology->renew();
        world.told.waitForTaken(round);
    }
    ended = true;
    for (auto& thread : threads) {
        thread.join();
    }
    CHECK(put);
    CHECK(mixed == 0);
    CHECK(asked > 0);
}

TEST_CASE("without releases the shipped tables answer", "[terminology][releases]") {
    const SystemClock clock;
    Logger log{clock, LogLevel::Error, [](std::string_view) {}};
    const auto opened = app::TerminologyInForce::open(
        {std::filesystem::path{NCP_SOURCE_DIR} / "config/terminology", {}, std::chrono::seconds{1}}, log);
    REQUIRE(opened);
    CHECK((*opened)->current().get()->knowsSystem("2.16.840.1.113883.6.96"));
}

TEST_CASE("a node doesn't start on a folder without a release", "[terminology][releases]") {
    const test::TemporaryDirectory directory;
    const SystemClock clock;
    Logger log{clock, LogLevel::Error, [](std::string_view) {}};
    const auto opened = app::TerminologyInForce::open({{}, directory.path(), std::chrono::seconds{1}}, log);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().detail.find("no release is in force") != std::string::npos);
}
