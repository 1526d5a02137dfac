#include "transform/rules/validate.hpp"

#include "transform/cda/element.hpp"

#include <algorithm>
#include <tuple>

namespace ncp::transform::rules {
namespace {

/// Of one row of the rules: whoever made a document mends them all alike, and a hostile one must not cost us.
constexpr std::size_t kMostPlaces = 100;

/// What decides which rules apply.
struct DocumentKind {
    std::string code; ///< LOINC
    bool structured = false;
};

DocumentKind kindOf(xml::Node root) {
    const auto code = root.child(cda::kHl7, "code");
    return {code ? code->attribute("code") : std::string{},
            root.path(cda::kHl7, {"component", "structuredBody"}).has_value()};
}

bool covers(const Scope& scope, const DocumentKind& kind) {
    return (scope.codes.empty() || std::ranges::find(scope.codes, kind.code) != scope.codes.end()) &&
           (!scope.structured || *scope.structured == kind.structured);
}

bool applies(const Rule& rule, const DocumentKind& kind, const ValidationOptions& options) {
    return (!rule.form || *rule.form == options.form) &&
           std::ranges::any_of(rule.scopes, [&](const Scope& scope) { return covers(scope, kind); });
}

Finding finding(const Rule& rule, const Violation& violation, Origin origin) {
    Finding finding;
    finding.code = rule.id;
    finding.severity = origin == Origin::Own ? rule.own : rule.received;
    finding.path = violation.element.location();
    finding.element = violation.found;
    finding.line = violation.element.line();
    finding.expected = rule.expected;
    finding.reference = rule.reference;
    return finding;
}

void addFindings(const Rule& rule, xml::Node root, Origin origin, std::vector<Finding>& findings) {
    std::size_t places = 0;
    for (const auto& context : rule.context.select(root)) {
        for (const auto& violation : rule.check(rule, context.element, root)) {
            if (++places > kMostPlaces) {
                return;
            }
            findings.push_back(finding(rule, violation, origin));
        }
    }
}

/// A rule may have several rows: one place is named once, with all that was expected there.
std::vector<Finding> merged(std::vector<Finding> findings) {
    std::ranges::stable_sort(findings, {}, [](const Finding& finding) {
        return std::tie(finding.line, finding.code, finding.path);
    });
    std::vector<Finding> places;
    for (auto& finding : findings) {
        const bool repeated = !places.empty() && places.back().line == finding.line &&
                              places.back().code == finding.code && places.back().path == finding.path;
        if (!repeated) {
            places.push_back(std::move(finding));
        } else if (places.back().expected != finding.expected) {
            places.back().expected += "; " + finding.expected;
        }
    }
    for (auto& place : places) {
        place.advice = place.expected.empty() ? "must not stand here" : "expected " + place.expected;
    }
    return places;
}

std::vector<Finding> notClinical(xml::Node root) {
    Finding finding;
    finding.code = "document.root";
    finding.severity = Severity::Error;
    finding.path = root.location();
    finding.element = "<" + std::string{root.name()} + " xmlns=\"" + std::string{root.namespaceUri()} + "\">";
    finding.line = root.line();
    finding.expected = "<ClinicalDocument xmlns=\"" + std::string{cda::kHl7} + "\">";
    finding.advice = "expected " + finding.expected;
    finding.reference = "HL7 CDA R2 4.2.1";
    return {finding};
}

} // namespace

std::vector<Finding> validate(const xml::Document& document, const RuleSet& rules,
                              const ValidationOptions& options) {
    const auto root = document.root();
    if (!root.is(cda::kHl7, "ClinicalDocument")) {
        return notClinical(root);
    }
    const auto kind = kindOf(root);
    std::vector<Finding> findings;
    for (const auto& rule : rules.rules()) {
        if (!applies(rule, kind, options)) {
            continue;
        }
        addFindings(rule, root, options.origin, findings);
    }
    return merged(std::move(findings));
}

} // namespace ncp::transform::rules
