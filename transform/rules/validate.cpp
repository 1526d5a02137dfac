#include "transform/rules/validate.hpp"

#include "transform/cda/element.hpp"

#include <algorithm>

namespace ncp::transform::rules {
namespace {

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
    return (!rule.form || *rule.form == options.form) && rule.wave <= options.wave &&
           std::ranges::any_of(rule.scopes, [&](const Scope& scope) { return covers(scope, kind); });
}

/// The rules of the tables at work on one document.
class Run {
  public:
    Run(xml::Node root, const RuleSet& rules, Origin origin)
        : document_(root, rules.names()), rules_(rules), origin_(origin), contexts_(rules.contexts().size()) {
    }

    void apply(const Rule& rule) {
        std::size_t places = 0;
        for (const auto context : contextsOf(rule)) {
            for (auto& violation : rule.check(rule, context, document_)) {
                if (++places > kMostPlaces) {
                    return;
                }
                findings_.push_back(
                    findingOf(rule, document_.node(violation.element), std::move(violation.found), origin_));
            }
        }
    }

    std::vector<Located> takeFindings() { return std::move(findings_); }

  private:
    /// Many rules are applied at the same places: those are looked up once.
    const std::vector<Place>& contextsOf(const Rule& rule) {
        auto& known = contexts_[rule.context];
        if (!known) {
            known.emplace();
            for (const auto& match :
                 rules_.contexts()[rule.context].select(document_, DocumentIndex::kRoot)) {
                known->push_back(match.element);
            }
        }
        return *known;
    }

    DocumentIndex document_;
    const RuleSet& rules_;
    Origin origin_;
    std::vector<std::optional<std::vector<Place>>> contexts_;
    std::vector<Located> findings_;
};

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

std::vector<Located> ruleFindings(xml::Node root, const RuleSet& rules, const ValidationOptions& options) {
    const auto kind = kindOf(root);
    Run run{root, rules, options.origin};
    for (const auto& rule : rules.rules()) {
        if (applies(rule, kind, options)) {
            run.apply(rule);
        }
    }
    return run.takeFindings();
}

std::vector<Finding> validate(const xml::Document& document, const RuleSet& rules,
                              const ValidationOptions& options) {
    const auto root = document.root();
    if (!root.is(cda::kHl7, "ClinicalDocument")) {
        return notClinical(root);
    }
    return listed(ruleFindings(root, rules, options));
}

} // namespace ncp::transform::rules
