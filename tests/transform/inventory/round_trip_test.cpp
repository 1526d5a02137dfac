#include "tests/support/documents/random_document.hpp"
#include "tests/support/reference.hpp"
#include "transform/cda/coded_elements.hpp"
#include "transform/inventory/account.hpp"
#include "transform/pivot/from_pivot.hpp"
#include "transform/pivot/to_pivot.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

using namespace ncp;
using namespace ncp::transform;

namespace {

const std::filesystem::path kConfiguration = std::filesystem::path{NCP_SOURCE_DIR} / "config";

/// The release and the list that the transformations run on.
struct World {
    terminology::Catalogue catalogue;
    cda::CodedElements list;
};

const World& world() {
    static const World loaded = [] {
        auto catalogue = terminology::Catalogue::load(kConfiguration / "terminology");
        auto list = cda::CodedElements::load(kConfiguration / "pivot");
        REQUIRE(catalogue);
        REQUIRE(list);
        return World{std::move(*catalogue), std::move(*list)};
    }();
    return loaded;
}

/// The stations of a document between two health systems, each made from the one before.
std::vector<std::string> journeyOf(const std::string& national) {
    const auto& [catalogue, list] = world();
    std::vector<std::string> stations;
    const auto arrive = [&](const Result<pivot::Transformed>& station) {
        REQUIRE(station);
        stations.push_back(station->bytes);
    };
    arrive(pivot::toPivot(national, list, catalogue));
    arrive(pivot::fromPivot(stations.back(), list, catalogue, TextLanguage::Bokmaal));
    arrive(pivot::toPivot(stations.back(), list, catalogue));
    arrive(pivot::fromPivot(stations.back(), list, catalogue, TextLanguage::English));
    return stations;
}

void checkJourney(const std::string& national) {
    const auto start = inventory::takeInventory(std::string_view{national});
    REQUIRE(start);
    std::size_t station = 0;
    for (const auto& bytes : journeyOf(national)) {
        INFO("station " << ++station);
        const auto there = inventory::takeInventory(std::string_view{bytes});
        REQUIRE(there);
        const auto account = inventory::account(*start, *there);
        for (const auto& change : account.lost) {
            FAIL_CHECK(change.line << ": " << change.path << ": " << change.before);
        }
    }
}

std::vector<std::filesystem::path> documentsBelow(const std::filesystem::path& directory) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{directory}) {
        if (entry.path().extension() == ".xml") {
            files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    return files;
}

void checkJourneys(const std::filesystem::path& directory) {
    for (const auto& file : documentsBelow(directory)) {
        const auto text = test::readFile(file);
        if (inventory::takeInventory(std::string_view{text})) { // what is not well-formed goes nowhere
            INFO(file.filename().string());
            checkJourney(text);
        }
    }
}

} // namespace

TEST_CASE("national, pivot, bokmål, pivot, English: a random document loses nothing on the way",
          "[inventory][roundtrip]") {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        INFO("seed " << seed);
        checkJourney(test::randomDocument(seed));
    }
}

TEST_CASE("nor does a summary with several statements in each section", "[inventory][roundtrip]") {
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
        INFO("seed " << seed);
        checkJourney(test::randomDocument(seed, {.entries = 3}));
    }
}

TEST_CASE("no document of the demonstration loses anything on the way", "[inventory][roundtrip]") {
    checkJourneys(kConfiguration / "demo");
}

TEST_CASE("no reference document loses anything on the way", "[inventory][roundtrip][reference]") {
    if (const auto reference = test::referencePath("cda")) {
        checkJourneys(*reference);
    }
}

TEST_CASE("a pivot that is translated and made a pivot again is still one", "[inventory][roundtrip]") {
    const auto& [catalogue, list] = world();
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        INFO("seed " << seed);
        const auto once = pivot::toPivot(test::randomDocument(seed), list, catalogue);
        REQUIRE(once);
        const auto twice = pivot::toPivot(once->bytes, list, catalogue);
        REQUIRE(twice);
        CHECK(once->bytes == twice->bytes);
    }
}

TEST_CASE("what was valid is valid after each transformation", "[inventory][roundtrip]") {
    const auto file = test::referencePath("schema/cda/CDA_Pharma.xsd");
    if (!file) {
        return;
    }
    const auto schema = xml::Schema::load(*file);
    REQUIRE(schema);
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        for (const auto& bytes : journeyOf(test::randomDocument(seed))) {
            const auto document = xml::Document::parse(bytes);
            REQUIRE(document);
            INFO("seed " << seed);
            for (const auto& fault : schema->validate(*document)) {
                FAIL_CHECK(fault.message);
            }
        }
    }
}
