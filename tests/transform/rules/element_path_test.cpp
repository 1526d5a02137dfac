#include "transform/rules/element_path.hpp"

#include "tests/transform/rules/rule_material.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace ncp;
using transform::rules::ElementPath;

namespace {

void collect(xml::Node element, std::vector<xml::Node>& all) {
    all.push_back(element);
    for (const auto child : element.children()) {
        collect(child, all);
    }
}

} // namespace

TEST_CASE("the path of an element is its location, in whatever order elements are asked for", "[rules]") {
    const auto document = xml::Document::parse(test::ruleDocument("summary"));
    REQUIRE(document);
    std::vector<xml::Node> elements;
    collect(document->root(), elements);
    REQUIRE(elements.size() > 100);
    ElementPath forwards;
    for (const auto element : elements) {
        CHECK(forwards.of(element) == element.location());
    }
    ElementPath backwards;
    std::ranges::reverse(elements);
    for (const auto element : elements) {
        CHECK(backwards.of(element) == element.location());
    }
    ElementPath jumping;
    for (std::size_t i = 0; i < elements.size(); ++i) {
        const auto element = elements[(i * 37) % elements.size()];
        CHECK(jumping.of(element) == element.location());
    }
}
