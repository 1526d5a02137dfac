#include "tests/transform/rules/rule_material.hpp"

#include "base/table.hpp"
#include "base/xml/edit.hpp"
#include "tests/support/reference.hpp"

#include <array>
#include <catch2/catch.hpp>

using namespace ncp;
using transform::rules::DocumentIndex;
using transform::rules::Path;

namespace {

constexpr std::array<std::string_view, 4> kColumns{"rules", "document", "find", "replace"};
constexpr std::array<std::string_view, 4> kDocuments{"summary", "prescription", "dispensation", "file"};

std::vector<std::string> split(std::string_view text, std::string_view separator) {
    std::vector<std::string> parts;
    while (true) {
        const auto end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + separator.size());
    }
}

std::string withNewLines(std::string text) {
    for (auto at = text.find("\\n"); at != std::string::npos; at = text.find("\\n", at)) {
        text.replace(at, 2, "\n");
    }
    return text;
}

void takeOut(xml::Document& document, const std::string& path) {
    transform::rules::Names names;
    const auto place = Path::parse(path, names).value();
    const DocumentIndex index{document.root(), names};
    const auto found = place.select(index, DocumentIndex::kRoot);
    REQUIRE(!found.empty());
    xml::remove(index.node(found.front().element));
}

xml::Document parsed(const std::string& bytes) {
    auto document = xml::Document::parse(bytes);
    REQUIRE(document);
    return std::move(*document);
}

/// The document of a row, changed as the row says.
xml::Document changed(const TableRow& row) {
    auto bytes = test::ruleDocument(row.cells[1]);
    const auto finds = split(row.cells[2], " && ");
    const auto replacements = split(row.cells[3], " && ");
    REQUIRE(finds.size() == replacements.size());
    for (std::size_t i = 0; i < finds.size(); ++i) {
        if (finds[i].starts_with("path:")) {
            auto document = parsed(bytes);
            takeOut(document, finds[i].substr(5));
            bytes = document.serialize();
            continue;
        }
        const auto find = withNewLines(finds[i]);
        const auto at = bytes.find(find);
        REQUIRE(at != std::string::npos);
        bytes.replace(at, find.size(), replacements[i]);
    }
    return parsed(bytes);
}

Table mutations() {
    return readTable(std::filesystem::path{NCP_SOURCE_DIR} / "tests/transform/rules/mutations.tsv", kColumns)
        .value();
}

} // namespace

TEST_CASE("the valid documents break no rule", "[rules]") {
    const auto name = GENERATE(from_range(kDocuments));
    CAPTURE(name);
    CHECK(test::brokenRules(parsed(test::ruleDocument(name))).empty());
}

TEST_CASE("the valid documents keep the schema", "[rules]") {
    for (const auto name : kDocuments) {
        CAPTURE(name);
        CHECK(test::schemaFaults(test::ruleDocument(name), "cda/CDA_Pharma.xsd").empty());
    }
}

TEST_CASE("a document changed in one place breaks that rule and no other", "[rules]") {
    for (const auto& row : mutations().rows) {
        CAPTURE(row.line, row.cells[0], row.cells[2]);
        const auto expected = split(row.cells[0], ",");
        CHECK(test::brokenRules(changed(row)) == std::set<std::string>(expected.begin(), expected.end()));
    }
}

TEST_CASE("every rule has a document that breaks it", "[rules]") {
    std::set<std::string> broken;
    for (const auto& row : mutations().rows) {
        broken.insert(split(row.cells[0], ",").front());
    }
    for (const auto& rule : test::shippedRules().rules()) {
        CAPTURE(rule.id);
        CHECK(broken.contains(rule.id));
    }
}

TEST_CASE("every rule is explained in three languages and names its source", "[rules]") {
    for (const auto& rule : test::shippedRules().rules()) {
        CAPTURE(rule.id);
        CHECK(test::ruleTexts().has("rule." + rule.id));
        CHECK(!rule.reference.empty());
    }
}
