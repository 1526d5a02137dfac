#include "base/xml/edit.hpp"
#include "tests/support/documents/dice.hpp"
#include "tests/support/documents/random_document.hpp"
#include "tests/support/reference.hpp"
#include "transform/inventory/account.hpp"
#include "transform/pivot/from_pivot.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <vector>

using namespace ncp;
using namespace ncp::transform;
using test::DocumentForm;

namespace {

constexpr std::array kForms{DocumentForm::PatientSummary, DocumentForm::Prescription,
                            DocumentForm::Dispensation, DocumentForm::MedicationOverview};

xml::Document parsed(const std::string& text) {
    auto document = xml::Document::parse(text);
    REQUIRE(document);
    return std::move(*document);
}

/// The document as the XML library writes it: attributes in double quotes, nothing but content between tags.
std::string written(std::uint64_t seed, DocumentForm form) {
    return parsed(test::randomDocument(seed, {.form = form, .entries = 1})).serialize();
}

/// A place in the text of a document and what it is replaced by.
struct Mutation {
    std::size_t at = 0;
    std::size_t length = 0;
    std::string replacement;

    std::string of(std::string text) const { return text.replace(at, length, replacement); }
};

bool isDeclaration(const std::string& attribute) {
    return attribute == "xmlns" || attribute.starts_with("xmlns:");
}

/// Each attribute removed and changed, each text changed.
std::vector<Mutation> mutationsOf(const std::string& text) {
    std::vector<Mutation> all;
    const std::regex attribute{R"re( ([\w:]+)="([^"]*)")re"};
    for (std::sregex_iterator at{text.begin(), text.end(), attribute}, end; at != end; ++at) {
        const auto start = static_cast<std::size_t>(at->position(0));
        const auto value = static_cast<std::size_t>(at->position(2));
        if (start < text.find('>') || isDeclaration((*at)[1])) {
            continue; // the XML declaration, and what binds prefixes
        }
        all.push_back({start, static_cast<std::size_t>(at->length(0)), ""});
        all.push_back({value + static_cast<std::size_t>(at->length(2)), 0, "7"});
    }
    const std::regex words{R"(>([^<>]*[^<>\s][^<>]*)<)"};
    for (std::sregex_iterator at{text.begin(), text.end(), words}, end; at != end; ++at) {
        all.push_back({static_cast<std::size_t>(at->position(1)), 0, "x"});
    }
    return all;
}

/// `most` of them, chosen by the seed; all where there are no more.
template <class T>
std::vector<T> sample(std::vector<T> all, std::size_t most, std::uint64_t seed) {
    test::Dice dice{seed};
    while (all.size() > most) {
        all[dice.below(all.size())] = std::move(all.back());
        all.pop_back();
    }
    return all;
}

std::size_t elementsOf(const xml::Document& document) {
    std::size_t count = 0;
    xml::walk(document.root(), [&](xml::Node) { return ++count > 0; });
    return count;
}

/// The document without its element number `index` in document order; 0 is the root.
xml::Document without(const xml::Document& document, std::size_t index) {
    auto copy = document.copy();
    std::size_t count = 0;
    std::optional<xml::Node> chosen;
    xml::walk(copy.root(), [&](xml::Node element) {
        if (count++ == index) {
            chosen = element;
        }
        return !chosen;
    });
    xml::remove(*chosen);
    return copy;
}

/// Lost, or another name or code beside a translation that says what stood there.
bool isNoticed(const inventory::Account& account) {
    return !account.complete() || !account.translated.empty() || !account.recoded.empty();
}

void checkBalance(const inventory::Account& account) {
    CHECK(account.kept + account.translated.size() + account.recoded.size() + account.lost.size() ==
          account.before);
}

const terminology::Catalogue& catalogue() {
    static const auto loaded =
        terminology::Catalogue::load(std::filesystem::path{NCP_SOURCE_DIR} / "config/terminology");
    REQUIRE(loaded);
    return *loaded;
}

} // namespace

TEST_CASE("random documents are valid against the schema of the exchange", "[random]") {
    const auto file = test::referencePath("schema/cda/CDA_Pharma.xsd");
    if (!file) {
        return;
    }
    const auto schema = xml::Schema::load(*file);
    REQUIRE(schema);
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        INFO("seed " << seed);
        for (const auto& fault : schema->validate(parsed(test::randomDocument(seed)))) {
            FAIL_CHECK(fault.message);
        }
    }
}

TEST_CASE("random documents are the same for the same seed and others for others", "[random]") {
    std::set<std::string> seen;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        CHECK(test::randomDocument(seed) == test::randomDocument(seed));
        CHECK(seen.insert(test::randomDocument(seed)).second);
    }
}

TEST_CASE("random documents hold everything that the documents of the exchange may hold", "[random]") {
    std::string all;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        all += test::randomDocument(seed);
    }
    for (const char* expected : {"PIVL_TS",
                                 "EIVL_TS",
                                 "SXPR_TS",
                                 "IVL_TS",
                                 "institutionSpecified=\"true\"",
                                 "operator=\"A\"",
                                 "negationInd=\"true\"",
                                 "<qualifier>",
                                 "nullFlavor=\"OTH\"",
                                 "pharm:part ",
                                 "representation=\"B64\"",
                                 "<translation ",
                                 "<hl7:translation ",
                                 "<pharm:translation xmlns:pharm=\"urn:hl7-org:v3\"",
                                 "<formCode xmlns=\"urn:hl7-org:pharm\"",
                                 "2.16.578.1.12.4.1.1.7448",
                                 "2.999.77.1",
                                 "60591-5",
                                 "57833-6",
                                 "60593-1",
                                 "56445-0"}) {
        INFO(expected);
        CHECK(all.find(expected) != std::string::npos);
    }
}

TEST_CASE("a random document loses nothing against itself, written and read", "[inventory][property]") {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        INFO("seed " << seed);
        const auto document = parsed(test::randomDocument(seed));
        const auto again = parsed(document.serialize());
        const auto account =
            inventory::account(inventory::takeInventory(document), inventory::takeInventory(again));
        CHECK(account.complete());
        CHECK(account.added.empty());
        CHECK(account.kept == account.before);
    }
}

TEST_CASE("every attribute and text that is removed or changed is noticed", "[inventory][property]") {
    for (const auto form : kForms) {
        for (std::uint64_t seed = 0; seed < 3; ++seed) {
            const auto text = written(seed, form);
            const auto before = inventory::takeInventory(parsed(text));
            for (const auto& mutation : sample(mutationsOf(text), 250, seed)) {
                const auto after = inventory::takeInventory(mutation.of(text));
                REQUIRE(after);
                const auto account = inventory::account(before, *after);
                INFO("seed " << seed << ": " << text.substr(mutation.at > 80 ? mutation.at - 80 : 0, 160));
                CHECK(isNoticed(account));
                checkBalance(account);
            }
        }
    }
}

TEST_CASE("every element that is removed is missed", "[inventory][property]") {
    for (const auto form : kForms) {
        const auto document = parsed(written(11, form));
        const auto before = inventory::takeInventory(document);
        std::vector<std::size_t> indexes;
        for (std::size_t i = 1; i < elementsOf(document); ++i) {
            indexes.push_back(i);
        }
        for (const auto index : sample(std::move(indexes), 250, 1)) {
            const auto account =
                inventory::account(before, inventory::takeInventory(without(document, index)));
            INFO("element " << index);
            CHECK_FALSE(account.complete());
            checkBalance(account);
        }
    }
}

TEST_CASE("a translation of a random document loses nothing in any language", "[inventory][property]") {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        INFO("seed " << seed);
        const auto document = parsed(test::randomDocument(seed));
        const auto before = inventory::takeInventory(document);
        auto current = document.copy();
        for (const auto language : {TextLanguage::Bokmaal, TextLanguage::English, TextLanguage::Nynorsk}) {
            static const auto list =
                cda::CodedElements::load(std::filesystem::path{NCP_SOURCE_DIR} / "config/pivot").value();
            current = std::move(pivot::fromPivot(current, list, catalogue(), language).value().document);
            const auto account = inventory::account(before, inventory::takeInventory(current));
            for (const auto& change : account.lost) {
                FAIL_CHECK(change.path << ": " << change.before);
            }
        }
    }
}
