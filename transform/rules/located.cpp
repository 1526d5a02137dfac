#include "transform/rules/located.hpp"

#include "transform/rules/element_path.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

namespace ncp::transform::rules {
namespace {

bool isSameGroup(const Located& a, const Located& b) {
    return a.finding.line == b.finding.line && a.finding.code == b.finding.code;
}

/// Each place of a rule once, with all that was expected there. Ordered by line and rule; a line of a rule
/// has as few findings as rules report.
std::vector<Located> eachPlaceOnce(std::vector<Located> ordered) {
    std::vector<Located> places;
    std::size_t group = 0; // where the findings of this line and rule begin
    for (auto& located : ordered) {
        if (places.empty() || !isSameGroup(places.back(), located)) {
            group = places.size();
        }
        const auto same =
            std::find_if(std::next(places.begin(), static_cast<std::ptrdiff_t>(group)), places.end(),
                         [&](const Located& place) { return place.element == located.element; });
        if (same == places.end()) {
            places.push_back(std::move(located));
            continue;
        }
        same->finding.occurrences += located.finding.occurrences - 1;
        if (same->finding.expected != located.finding.expected) {
            same->finding.expected += "; " + located.finding.expected;
        }
    }
    return places;
}

/// The first ones, and of each rule beyond them the first, which counts the others.
std::vector<Located> bounded(std::vector<Located> places) {
    std::vector<Located> kept;
    std::map<std::string, std::size_t, std::less<>> more; // by rule: which of `kept` counts
    for (auto& place : places) {
        if (kept.size() < kMostListed) {
            kept.push_back(std::move(place));
            continue;
        }
        const auto [at, first] = more.try_emplace(place.finding.code, kMostListed + more.size());
        if (first) {
            kept.push_back(std::move(place));
        } else {
            kept[at->second].finding.occurrences += place.finding.occurrences;
        }
    }
    return kept;
}

} // namespace

Located findingOf(const Rule& rule, xml::Node element, std::string found, Origin origin) {
    const auto level = origin == Origin::Own ? rule.own : rule.received;
    Finding finding;
    finding.code = rule.id;
    finding.severity = level == Level::Error ? Severity::Error : Severity::Warning;
    finding.notice = level == Level::Notice;
    finding.element = std::move(found);
    finding.line = element.line();
    finding.expected = rule.expected;
    finding.reference = rule.reference;
    return {std::move(finding), element};
}

std::vector<Finding> listed(std::vector<Located> findings) {
    std::ranges::stable_sort(findings, [](const Located& a, const Located& b) {
        return std::tie(a.finding.line, a.finding.code) < std::tie(b.finding.line, b.finding.code);
    });
    std::vector<Finding> report;
    ElementPath paths;
    for (auto& place : bounded(eachPlaceOnce(std::move(findings)))) {
        auto& finding = place.finding;
        finding.path = paths.of(place.element);
        finding.advice = finding.expected.empty() ? "must not stand here" : "expected " + finding.expected;
        report.push_back(std::move(finding));
    }
    return report;
}

} // namespace ncp::transform::rules
