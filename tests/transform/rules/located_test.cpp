#include "transform/rules/located.hpp"

#include "transform/rules/policy.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::transform::rules;

namespace {

xml::Document listOf(int items, const std::string& separator) {
    std::string text = "<list>";
    for (int i = 0; i < items; ++i) {
        text += "<item/>" + separator;
    }
    return xml::Document::parse(text + "</list>").value();
}

Located at(xml::Node element, std::string rule, std::string expected = {}) {
    Located located{{}, element};
    located.finding.code = std::move(rule);
    located.finding.severity = Severity::Error;
    located.finding.line = element.line();
    located.finding.expected = std::move(expected);
    return located;
}

} // namespace

TEST_CASE("what several rows of a rule say of one place is one finding", "[rules]") {
    const auto document = listOf(2, "");
    const auto first = *document.root().firstChild();
    const auto second = *first.next();
    const auto findings =
        listed({at(first, "a", "x"), at(second, "a", "x"), at(first, "a", "y"), at(first, "b", "z")});
    REQUIRE(findings.size() == 3);
    CHECK(findings[0].path == "/list/item[1]");
    CHECK(findings[0].expected == "x; y");
    CHECK(findings[1].path == "/list/item[2]");
    CHECK(findings[2].code == "b");
}

TEST_CASE("of more findings than anybody mends the rest is counted by rule", "[rules][hostile]") {
    const auto document = listOf(1500, "\n");
    std::vector<Located> found;
    for (const auto item : document.root().children()) {
        found.push_back(at(item, "a"));
        found.push_back(at(item, "b"));
    }
    const auto findings = listed(std::move(found));
    REQUIRE(findings.size() == kMostListed + 2);
    CHECK(findings[kMostListed - 1].path == "/list/item[500]");
    CHECK(findings[kMostListed].path == "/list/item[501]");
    CHECK(findings[kMostListed].occurrences == 1000);
    CHECK(findings[kMostListed + 1].occurrences == 1000);
    const auto verdict = verdictOf(findings);
    CHECK(verdict.errors == 3000);
    CHECK(verdict.rules.at("a") == 1500);
}

TEST_CASE("a finding that stands for several places counts them all", "[rules]") {
    const auto document = listOf(1200, "\n");
    std::vector<Located> found;
    for (const auto item : document.root().children()) {
        found.push_back(at(item, "a"));
        found.back().finding.occurrences = 2;
    }
    CHECK(verdictOf(listed(std::move(found))).errors == 2400);
}
