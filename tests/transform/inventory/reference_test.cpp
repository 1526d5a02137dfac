#include "base/table.hpp"
#include "tests/support/reference.hpp"
#include "transform/inventory/account.hpp"
#include "transform/inventory/account_report.hpp"
#include "transform/pivot/from_pivot.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <vector>

using namespace ncp;
using namespace ncp::transform;

namespace {

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

/// The documents of the demonstration and, where they are there, those of the reference data.
std::vector<std::filesystem::path> documents() {
    auto files = documentsBelow(std::filesystem::path{NCP_SOURCE_DIR} / "config/demo");
    REQUIRE_FALSE(files.empty());
    if (const auto reference = test::referencePath("cda")) {
        const auto more = documentsBelow(*reference);
        files.insert(files.end(), more.begin(), more.end());
    }
    return files;
}

void checkTranslation(const xml::Document& document, const terminology::Catalogue& catalogue) {
    const auto before = inventory::takeInventory(document);
    for (const auto language : {TextLanguage::Bokmaal, TextLanguage::Nynorsk, TextLanguage::English}) {
        static const auto list =
            cda::CodedElements::load(std::filesystem::path{NCP_SOURCE_DIR} / "config/pivot").value();
        const auto translated = pivot::fromPivot(document, list, catalogue, language);
        REQUIRE(translated);
        const auto account = inventory::account(before, inventory::takeInventory(translated->document));
        INFO(inventory::toJson(account, "")["lost"].dump(2));
        CHECK(account.complete());
    }
}

} // namespace

TEST_CASE("no document loses anything when it is translated", "[inventory][reference]") {
    const auto catalogue =
        terminology::Catalogue::load(std::filesystem::path{NCP_SOURCE_DIR} / "config/terminology");
    REQUIRE(catalogue);
    for (const auto& file : documents()) {
        const auto document = xml::Document::parse(test::readFile(file));
        if (!document) {
            continue; // not well-formed: refused before anything else
        }
        INFO(file.filename().string());
        checkTranslation(*document, *catalogue);
    }
}

TEST_CASE("the inventory of every document stays the same when it is written and read",
          "[inventory][reference]") {
    for (const auto& file : documents()) {
        const auto document = xml::Document::parse(test::readFile(file));
        if (!document) {
            continue;
        }
        INFO(file.filename().string());
        const auto again = inventory::takeInventory(document->serialize());
        REQUIRE(again);
        const auto account = inventory::account(inventory::takeInventory(*document), *again);
        CHECK(account.complete());
        CHECK(account.added.empty());
        CHECK(account.kept == account.before);
    }
}
