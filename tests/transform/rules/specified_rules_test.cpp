#include "base/error_table.hpp"
#include "base/table.hpp"
#include "tests/transform/rules/rule_material.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>

using namespace ncp;

namespace {

constexpr std::array<std::string_view, 2> kColumns{"number", "rules"};
constexpr std::size_t kSpecified = 160;
constexpr std::string_view kRefusal = "refusal:";

Table specified() {
    return readTable(std::filesystem::path{NCP_SOURCE_DIR} / "tests/transform/rules/specified.tsv", kColumns)
        .value();
}

std::vector<std::string> split(std::string text) {
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c == ',') {
            parts.emplace_back();
        } else {
            parts.back().push_back(c);
        }
    }
    return parts;
}

bool isKnown(const std::string& name) {
    if (name.starts_with(kRefusal)) {
        return std::ranges::any_of(errorTable(), [&](const ErrorSpec& error) {
            return error.id == std::string_view{name}.substr(kRefusal.size());
        });
    }
    return name == "national" || test::shippedRules().find(name) != nullptr;
}

} // namespace

TEST_CASE("every check that is specified has a rule of ours, or is a refusal of the exchange", "[rules]") {
    const auto table = specified();
    REQUIRE(table.rows.size() == kSpecified);
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        CHECK(table.rows[i].cells[0] == std::to_string(i + 1));
        for (const auto& name : split(table.rows[i].cells[1])) {
            CAPTURE(i + 1, name);
            CHECK(isKnown(name));
        }
    }
}

TEST_CASE("there are more than two hundred rules, each with severity, source and explanation", "[rules]") {
    std::set<std::string> ids;
    for (const auto* part : {&test::shippedRules().rules(), &test::shippedRules().rulesInCode()}) {
        for (const auto& rule : *part) {
            CAPTURE(rule.id);
            CHECK(test::ruleTexts().has("rule." + rule.id));
            CHECK(test::ruleTexts().has("rule." + rule.id + ".advice"));
            CHECK(!rule.reference.empty());
            ids.insert(rule.id);
        }
    }
    CHECK(ids.size() >= 200);
}
