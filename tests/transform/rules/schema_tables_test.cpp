#include "base/table.hpp"
#include "base/xml/schema.hpp"
#include "tests/support/reference.hpp"
#include "tests/transform/rules/mutation.hpp"
#include "tests/transform/rules/oddity.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

using namespace ncp;

namespace {

constexpr std::uint32_t kMutationsOfATestRun = 2'000;
constexpr std::size_t kLargest = 60'000;

/// NCP_SCHEMA_MUTATIONS asks for more of them than a test run makes.
std::uint32_t mutationCount() {
    const auto* named = std::getenv("NCP_SCHEMA_MUTATIONS");
    return named == nullptr ? kMutationsOfATestRun
                            : static_cast<std::uint32_t>(std::strtoul(named, nullptr, 10));
}

const xml::Schema& schema() {
    static const auto loaded =
        xml::Schema::load(std::filesystem::path{NCP_SOURCE_DIR} / "config/schema/cda/document.xsd");
    return loaded.value();
}

/// Clinical documents: those beside the tests, those of the demonstration, and the reference data where it
/// is.
std::vector<std::string> documents() {
    const std::filesystem::path root{NCP_SOURCE_DIR};
    std::vector<std::filesystem::path> folders{root / "tests/transform/rules/documents",
                                               root / "config/demo"};
    if (const auto reference = test::referencePath("cda")) {
        folders.push_back(*reference);
    }
    std::vector<std::filesystem::path> files;
    for (const auto& folder : folders) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
            if (entry.path().extension() == ".xml") {
                files.push_back(entry.path());
            }
        }
    }
    std::ranges::sort(files);
    std::vector<std::string> found;
    for (const auto& file : files) {
        if (auto bytes = readFile(file).value(); bytes.find("<ClinicalDocument") != std::string::npos) {
            found.push_back(std::move(bytes));
        }
    }
    return found;
}

/// How often tables and libxml2 were asked, and what they said.
struct Count {
    std::size_t judged = 0;
    std::size_t valid = 0;
    std::size_t accepted = 0;
    std::size_t wronglyAccepted = 0;

    void judge(std::string_view bytes) {
        const auto document = xml::Document::parse(bytes);
        if (!document) {
            return;
        }
        // In this order: libxml2 marks IDs in the tree, and the tables leave such a tree to it.
        const bool isAccepted = schema().accepts(*document);
        const bool isValid = schema().faults(*document).empty();
        ++judged;
        accepted += isAccepted ? 1U : 0U;
        valid += isValid ? 1U : 0U;
        wronglyAccepted += isAccepted && !isValid ? 1U : 0U;
    }
};

std::vector<std::string> smallValidDocuments() {
    std::vector<std::string> found;
    for (auto& bytes : documents()) {
        const auto document = xml::Document::parse(bytes);
        if (bytes.size() <= kLargest && document && schema().accepts(*document)) {
            found.push_back(std::move(bytes));
        }
    }
    return found;
}

} // namespace

TEST_CASE("our schema is understood by the tables, and they know its documents", "[schema]") {
    Count count;
    for (const auto& bytes : documents()) {
        count.judge(bytes);
    }
    CHECK(count.wronglyAccepted == 0);
    CHECK(count.valid >= 10);
    CHECK(count.accepted * 20 >= count.valid * 19);
}

TEST_CASE("the tables accept no changed document that libxml2 refuses", "[schema]") {
    const auto valid = smallValidDocuments();
    REQUIRE(valid.size() >= 8);
    Count once;
    Count twice;
    for (std::uint32_t seed = 0; seed < mutationCount(); ++seed) {
        const auto changed = test::mutated(valid[seed % valid.size()], seed);
        CAPTURE(seed);
        once.judge(changed);
        if (xml::Document::parse(changed)) {
            twice.judge(test::mutated(changed, seed + 1));
        }
        REQUIRE(once.wronglyAccepted + twice.wronglyAccepted == 0);
    }
    for (const auto& count : {once, twice}) {
        CHECK(count.judged > mutationCount() * 8 / 10);
        CHECK(count.valid < count.judged * 3 / 4);
        CHECK(count.accepted > count.judged / 20);
        CHECK(count.accepted * 20 >= count.valid * 19);
    }
}

TEST_CASE("the tables accept no oddly written document that libxml2 refuses", "[schema]") {
    const auto valid = smallValidDocuments();
    Count count;
    for (std::uint32_t seed = 0; seed < mutationCount(); ++seed) {
        CAPTURE(seed);
        count.judge(test::withOddity(valid[seed % valid.size()], seed));
        REQUIRE(count.wronglyAccepted == 0);
    }
    CHECK(count.judged > mutationCount() * 8 / 10);
    CHECK(count.valid < count.judged * 3 / 4);
    CHECK(count.accepted > count.judged / 20);
    CHECK(count.accepted * 10 >= count.valid * 9);
}
