#include "ncp/terminology/release_store.hpp"

#include "base/table.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/transform/terminology/random_content.hpp"
#include "transform/terminology/snapshot_build.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

using namespace ncp;
using ncp::terminology::ReleaseStore;

namespace {

const Instant kNow = parseXmlDateTime("2026-01-31T10:15:00Z").value();

std::string imageOf(std::uint32_t seed, const std::string& name) {
    auto content = test::randomContent(seed);
    content.name = name;
    return transform::terminology::buildSnapshot(content).value();
}

/// A folder with releases r1 (built first) and r2, r2 in force.
class Releases {
  public:
    Releases() {
        REQUIRE(store.add(imageOf(1, "r1"), "", kNow));
        REQUIRE(store.add(imageOf(2, "r2"), "r1", kNow + std::chrono::hours{1}));
        REQUIRE(store.makeCurrent("r2"));
    }

    std::filesystem::path file(std::string_view name) const { return store.directory() / name; }

  private:
    test::TemporaryDirectory directory_;

  public:
    ReleaseStore store{directory_.path() / "releases"};
};

} // namespace

TEST_CASE("the release in force is the one that was put there, and can be taken back",
          "[terminology][releases]") {
    const Releases releases;
    const auto& store = releases.store;
    CHECK(store.current().value() == "r2");
    CHECK(store.openCurrent()->name() == "r2");
    REQUIRE(store.makeCurrent("r1"));
    CHECK(store.openCurrent()->name() == "r1");
    const auto all = store.releases();
    REQUIRE(all.size() == 2);
    CHECK(all[0].name == "r1");
    CHECK(all[1].previous == "r1");
    CHECK(all[1].counts == store.open("r2")->counts());
    // Nothing is left of what was written aside.
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator{store.directory()}) {
        static_cast<void>(entry);
        ++files;
    }
    CHECK(files == 5);
}

TEST_CASE("a release is never changed", "[terminology][releases]") {
    const Releases releases;
    const auto before = readFile(releases.file("r1.snapshot")).value();
    const auto again = releases.store.add(imageOf(3, "r1"), "", kNow);
    REQUIRE_FALSE(again);
    CHECK(again.error().detail.find("another name") != std::string::npos);
    CHECK(readFile(releases.file("r1.snapshot")).value() == before);
}

TEST_CASE("an empty folder says how to make a release", "[terminology][releases]") {
    const test::TemporaryDirectory directory;
    const ReleaseStore store{directory.path()};
    const auto opened = store.openCurrent();
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == ErrorCode::InputRefused);
    CHECK(opened.error().detail.find("ncp terminology build") != std::string::npos);
    CHECK(store.releases().empty());
    const auto unknown = store.makeCurrent("r9");
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().detail.find("no release r9") != std::string::npos);
}

TEST_CASE("a release whose file was exchanged is not put in force", "[terminology][releases][security]") {
    const Releases releases;
    const auto& store = releases.store;
    // Sound by itself, of the right name, but not what the manifest tells of.
    REQUIRE(writeFile(releases.file("r1.snapshot"), imageOf(9, "r1")));
    REQUIRE(store.open("r1"));
    const auto refused = store.makeCurrent("r1");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().detail.find("SHA-256") != std::string::npos);
    CHECK(store.current().value() == "r2");
}

TEST_CASE("a file under another release's name is refused", "[terminology][releases][security]") {
    const Releases releases;
    std::filesystem::copy_file(releases.file("r1.snapshot"), releases.file("r3.snapshot"));
    CHECK_FALSE(releases.store.open("r3"));
    std::filesystem::copy_file(releases.file("r1.json"), releases.file("r3.json"));
    CHECK_FALSE(releases.store.makeCurrent("r3"));
    CHECK(releases.store.releases().size() == 2);
}

TEST_CASE("a name can't lead out of the folder", "[terminology][releases][security]") {
    const Releases releases;
    for (const std::string name : {"", ".", "..", "../r1", "a/b", "/etc/passwd", ".hidden", "a b", "a\nb"}) {
        INFO(name);
        CHECK_FALSE(ReleaseStore::isName(name));
        CHECK_FALSE(releases.store.open(name));
        CHECK_FALSE(releases.store.makeCurrent(name));
        CHECK_FALSE(releases.store.manifest(name));
        CHECK_FALSE(releases.store.add(imageOf(1, name), "", kNow));
        REQUIRE(writeFile(releases.store.pointer(), name + "\n"));
        CHECK_FALSE(releases.store.openCurrent());
    }
    CHECK_FALSE(ReleaseStore::isName(std::string(65, 'a')));
    CHECK(ReleaseStore::isName("2026-01-31_v8.1.0"));
}

TEST_CASE("bytes that are no snapshot become no release", "[terminology][releases]") {
    const Releases releases;
    CHECK_FALSE(releases.store.add("not a snapshot", "", kNow));
    CHECK_FALSE(releases.store.add("", "", kNow));
    CHECK(releases.store.releases().size() == 2);
}
