#include "transform/rules/validator.hpp"

#include "transform/cda/element.hpp"
#include "transform/rules/bindings.hpp"
#include "transform/rules/checks.hpp"
#include "transform/rules/structure.hpp"
#include "transform/rules/time_value.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

namespace ncp::transform::rules {
namespace {

/// Rules that code checks: each has its row in the tables, with severity and source.
constexpr std::array<std::string_view, 30> kRulesInCode{"document.unreadable",
                                                        "document.missing",
                                                        "document.root",
                                                        "structure.element",
                                                        "structure.missing",
                                                        "structure.attribute",
                                                        "structure.attribute-missing",
                                                        "structure.value",
                                                        "structure.text",
                                                        "structure.type",
                                                        "structure.other",
                                                        "binding.none",
                                                        "binding.unknown-set",
                                                        "binding.required",
                                                        "binding.required-code",
                                                        "binding.code",
                                                        "binding.value",
                                                        "binding.unit",
                                                        "binding.system",
                                                        "binding.national-system",
                                                        "binding.retired",
                                                        "binding.version",
                                                        "binding.display",
                                                        "binding.wording",
                                                        "binding.other-name",
                                                        "binding.negated",
                                                        "binding.not-checked",
                                                        "exchange.document-code",
                                                        "exchange.document-id",
                                                        "header.future"};

Result<void> checkRows(const RuleSet& rules) {
    std::string missing;
    for (const auto id : kRulesInCode) {
        missing += rules.find(id) == nullptr ? "the rule " + std::string{id} + " has no row\n" : "";
    }
    return missing.empty() ? Result<void>{} : fail(ErrorCode::ConfigurationInvalid, missing);
}

/// The line that a parser's message names; 1 where it names none.
long lineIn(std::string_view message) {
    constexpr std::string_view kLine = "line ";
    const auto at = message.find(kLine);
    long line = 1;
    if (at != std::string_view::npos) {
        std::from_chars(message.data() + at + kLine.size(), message.data() + message.size(), line);
    }
    return std::max(1L, line);
}

/// A finding about a file that has no elements, whoever wrote it.
Finding ofWholeFile(const Rule& rule, std::string detail) {
    Finding finding;
    finding.code = rule.id;
    finding.severity = rule.own == Level::Error ? Severity::Error : Severity::Warning;
    finding.path = "/";
    finding.element = std::move(detail);
    finding.reference = rule.reference;
    return finding;
}

/// As the exchange writes it (IHE XDS uniqueId): the root alone where there is no extension.
std::string identifierOf(xml::Node id) {
    const auto extension = id.attribute("extension");
    return id.attribute("root") + (extension.empty() ? "" : "^" + extension);
}

void append(std::vector<Located>& all, std::vector<Located> more) {
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// A type that the structure doesn't know is no type that a rule asks for, either: one fault, one finding.
/// The structure's stays, as errors do in every document, and takes over what the rule expects.
void leaveOutTypes(std::vector<Located>& ofRules, std::vector<Located>& structural) {
    std::erase_if(ofRules, [&](const Located& rule) {
        if (!rule.finding.expected.starts_with("xsi:type ")) {
            return false;
        }
        const auto known = std::ranges::find_if(structural, [&](const Located& one) {
            return one.finding.code == "structure.type" && one.element == rule.element;
        });
        if (known == structural.end()) {
            return false;
        }
        known->finding.expected = rule.finding.expected;
        return true;
    });
}

} // namespace

Result<Validator> Validator::load(const std::filesystem::path& configuration) {
    auto schema = xml::Schema::load(configuration / "schema" / "cda" / "document.xsd");
    if (!schema) {
        return passOn(schema);
    }
    auto rules = RuleSet::load(configuration / "rules");
    if (!rules) {
        return passOn(rules);
    }
    auto elements = cda::CodedElements::load(configuration / "pivot");
    if (!elements) {
        return passOn(elements);
    }
    auto sizes = ValueSetSizes::load(configuration / "pivot");
    if (!sizes) {
        return passOn(sizes);
    }
    if (auto rows = checkRows(*rules); !rows) {
        return passOn(rows);
    }
    return Validator{std::move(*rules), std::move(*schema), std::move(*elements), std::move(*sizes)};
}

std::vector<Finding> Validator::validate(const xml::Document& document,
                                         const terminology::Catalogue* catalogue,
                                         const ValidationOptions& options) const {
    const auto root = document.root();
    if (!root.is(cda::kHl7, "ClinicalDocument")) {
        return rules::validate(document, rules_, options);
    }
    auto findings = ruleFindings(root, rules_, options);
    auto structural = structureFindings(document, schema_, rules_, options.origin);
    leaveOutTypes(findings, structural);
    append(findings, std::move(structural));
    append(findings, exchangeFindings(root, options));
    if (catalogue != nullptr) {
        append(findings, bindingFindings(document, elements_, *catalogue, sizes_, rules_, options));
    } else {
        findings.push_back(findingOf(*rules_.find("binding.none"), root, "", options.origin));
    }
    return listed(std::move(findings));
}

std::vector<Located> Validator::exchangeFindings(xml::Node root, const ValidationOptions& options) const {
    std::vector<Located> findings;
    const auto add = [&](std::string_view rule, xml::Node element, const std::string& expected) {
        auto located = findingOf(*rules_.find(rule), element, describe(element), options.origin);
        located.finding.expected = expected;
        findings.push_back(std::move(located));
    };
    // A document without code, id or time is a fault of its header (header.…), and hides nothing.
    const auto code = root.child(cda::kHl7, "code");
    if (!options.code.empty() && code && code->hasAttribute("code") &&
        code->attribute("code") != options.code) {
        add("exchange.document-code", *code, options.code);
    }
    const auto id = root.child(cda::kHl7, "id");
    if (!options.id.empty() && id && identifierOf(*id) != options.id) {
        add("exchange.document-id", *id, options.id);
    }
    const auto time = root.child(cda::kHl7, "effectiveTime");
    if (!options.latest.empty() && time && isTimeValue(time->attribute("value")) &&
        isLater(time->attribute("value"), options.latest)) {
        add("header.future", *time, "≤ " + options.latest);
    }
    return findings;
}

std::vector<Finding> Validator::validateBytes(std::string_view bytes, const terminology::Catalogue* catalogue,
                                              const ValidationOptions& options) const {
    const auto document = xml::Document::parse(bytes);
    if (document) {
        return validate(*document, catalogue, options);
    }
    return {unreadable(document.error().detail)};
}

Finding Validator::unreadable(std::string detail) const {
    auto finding = ofWholeFile(*rules_.find("document.unreadable"), std::move(detail));
    finding.line = lineIn(finding.element);
    finding.expected = "XML 1.0, UTF-8, no DOCTYPE";
    finding.advice = "expected " + finding.expected;
    return finding;
}

Finding Validator::missing(std::string detail) const {
    return ofWholeFile(*rules_.find("document.missing"), std::move(detail));
}

} // namespace ncp::transform::rules
