#include "transform/rules/validate.hpp"

#include "transform/cda/element.hpp"

#include <algorithm>
#include <tuple>

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

    std::vector<Finding> takeFindings() { return std::move(findings_); }

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
    std::vector<Finding> findings_;
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

Finding findingOf(const Rule& rule, xml::Node element, std::string found, Origin origin) {
    const auto level = origin == Origin::Own ? rule.own : rule.received;
    Finding finding;
    finding.code = rule.id;
    finding.severity = level == Level::Error ? Severity::Error : Severity::Warning;
    finding.notice = level == Level::Notice;
    finding.path = element.location();
    finding.element = std::move(found);
    finding.line = element.line();
    finding.expected = rule.expected;
    finding.reference = rule.reference;
    return finding;
}

std::vector<Finding> inOrder(std::vector<Finding> findings) {
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

std::vector<Finding> validate(const xml::Document& document, const RuleSet& rules,
                              const ValidationOptions& options) {
    const auto root = document.root();
    if (!root.is(cda::kHl7, "ClinicalDocument")) {
        return notClinical(root);
    }
    const auto kind = kindOf(root);
    Run run{root, rules, options.origin};
    for (const auto& rule : rules.rules()) {
        if (applies(rule, kind, options)) {
            run.apply(rule);
        }
    }
    return inOrder(run.takeFindings());
}

} // namespace ncp::transform::rules
