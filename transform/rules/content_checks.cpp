#include "transform/rules/content_checks.hpp"

#include "base/base64.hpp"
#include "transform/cda/element.hpp"
#include "transform/rules/checks.hpp"
#include "transform/rules/time_value.hpp"

#include <algorithm>
#include <charconv>
#include <unordered_set>

namespace ncp::transform::rules {
namespace {

std::unordered_set<std::string> narrativeIds(xml::Node root) {
    std::unordered_set<std::string> ids;
    xml::walk(root, [&](xml::Node element) {
        if (auto id = element.attributeIfPresent("ID")) {
            ids.insert(std::move(*id));
        }
        return true;
    });
    return ids;
}

std::optional<double> number(const std::string& text) {
    double value = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    return read.ec == std::errc{} && read.ptr == end ? std::optional{value} : std::nullopt;
}

/// Numbers compare by value where the units are equal; without a unit they are times, or numbers all the
/// same.
bool isReversed(xml::Node low, xml::Node high) {
    const auto from = low.attribute("value");
    const auto until = high.attribute("value");
    if (from.empty() || until.empty() || low.attribute("unit") != high.attribute("unit")) {
        return false;
    }
    if (isTimeValue(from) && isTimeValue(until)) {
        return isLater(from, until);
    }
    const auto a = number(from);
    const auto b = number(until);
    return a && b && *a > *b;
}

} // namespace

std::vector<Violation> unresolvedReferences(const Rule& rule, xml::Node context, xml::Node root) {
    const auto ids = narrativeIds(root);
    std::vector<Violation> violations;
    for (const auto& match : rule.target.select(context)) {
        if (match.value && match.value->starts_with('#') && !ids.contains(match.value->substr(1))) {
            violations.push_back({match.element, describe(match.element)});
        }
    }
    return violations;
}

std::vector<Violation> repeatedValues(const Rule& rule, xml::Node context, xml::Node) {
    std::unordered_set<std::string> seen;
    std::vector<Violation> violations;
    for (const auto& match : rule.target.select(context)) {
        if (!seen.insert(match.value.value_or(match.element.text())).second) {
            violations.push_back({match.element, describe(match.element)});
        }
    }
    return violations;
}

std::vector<Violation> foreignElements(const Rule& rule, xml::Node context, xml::Node) {
    std::vector<Violation> violations;
    for (const auto& match : rule.target.select(context)) {
        for (const auto child : match.element.children()) {
            xml::walk(child, [&](xml::Node element) {
                const bool known =
                    element.namespaceUri() == cda::kHl7 &&
                    std::ranges::find(rule.argument.values, element.name()) != rule.argument.values.end();
                if (!known) {
                    violations.push_back({element, describe(element)});
                }
                return known;
            });
        }
    }
    return violations;
}

std::vector<Violation> childrenOutOfOrder(const Rule& rule, xml::Node context, xml::Node) {
    std::vector<Violation> violations;
    for (const auto& match : rule.target.select(context)) {
        auto reached = rule.argument.values.begin();
        for (const auto child : match.element.children()) {
            const auto place = std::ranges::find(rule.argument.values, child.name());
            if (place == rule.argument.values.end()) {
                continue;
            }
            if (place < reached) {
                violations.push_back({child, describe(child)});
            }
            reached = std::max(reached, place);
        }
    }
    return violations;
}

std::vector<Violation> brokenPdf(const Rule& rule, xml::Node context, xml::Node) {
    std::vector<Violation> violations;
    for (const auto& match : rule.target.select(context)) {
        const auto bytes = base64Decode(match.element.text());
        if (!bytes || !bytes->starts_with("%PDF-")) {
            violations.push_back({match.element, describe(match.element)});
        }
    }
    return violations;
}

std::vector<Violation> reversedRange(const Rule& rule, xml::Node context, xml::Node) {
    std::vector<Violation> violations;
    for (const auto& match : rule.target.select(context)) {
        const auto low = cda::child(match.element, "low");
        const auto high = cda::child(match.element, "high");
        if (low && high && isReversed(*low, *high)) {
            violations.push_back({match.element, describe(*low) + " " + describe(*high)});
        }
    }
    return violations;
}

std::vector<Violation> laterThanDocument(const Rule& rule, xml::Node context, xml::Node root) {
    const auto created = cda::child(root, "effectiveTime");
    const auto limit = created ? created->attribute("value") : std::string{};
    std::vector<Violation> violations;
    for (const auto& match : rule.target.select(context)) {
        const auto value = match.value.value_or("");
        if (isTimeValue(limit) && isTimeValue(value) && isLater(value, limit)) {
            violations.push_back({match.element, describe(match.element)});
        }
    }
    return violations;
}

std::vector<Violation> ownIdentifier(const Rule& rule, xml::Node context, xml::Node root) {
    const auto own = cda::child(root, "id");
    std::vector<Violation> violations;
    for (const auto& match : rule.target.select(context)) {
        if (own && match.element.attribute("root") == own->attribute("root") &&
            match.element.attribute("extension") == own->attribute("extension")) {
            violations.push_back({match.element, describe(match.element)});
        }
    }
    return violations;
}

} // namespace ncp::transform::rules
