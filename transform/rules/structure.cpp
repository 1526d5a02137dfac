#include "transform/rules/structure.hpp"

#include "transform/rules/checks.hpp"

#include <array>

namespace ncp::transform::rules {
namespace {

std::string_view ruleOf(const xml::SchemaFault& fault) noexcept {
    // An xsi:type whose prefix nobody declared: libxml2 counts it as a value.
    if (fault.message.find("no corresponding namespace declaration") != std::string::npos) {
        return "structure.type";
    }
    switch (fault.kind) {
    case xml::SchemaFaultKind::Root:
        return "document.root";
    case xml::SchemaFaultKind::UnexpectedElement:
        return "structure.element";
    case xml::SchemaFaultKind::MissingElement:
        return "structure.missing";
    case xml::SchemaFaultKind::UnknownAttribute:
        return "structure.attribute";
    case xml::SchemaFaultKind::MissingAttribute:
        return "structure.attribute-missing";
    case xml::SchemaFaultKind::Value:
        return "structure.value";
    case xml::SchemaFaultKind::Text:
        return "structure.text";
    case xml::SchemaFaultKind::Type:
        return "structure.type";
    case xml::SchemaFaultKind::Other:
        break;
    }
    return "structure.other";
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
        text.replace(at, what.size(), by);
    }
    return text;
}

/// Between the two marks of a message of libxml2; empty where it has them not.
std::string_view between(std::string_view message, std::string_view open, std::string_view close) {
    const auto begin = message.find(open);
    if (begin == std::string_view::npos) {
        return {};
    }
    const auto rest = message.substr(begin + open.size());
    const auto end = rest.rfind(close);
    return end == std::string_view::npos ? std::string_view{} : rest.substr(0, end);
}

/// `{urn:hl7-org:v3}id, {urn:hl7-org:pharm}code` as `id | pharm:code`.
std::string elementNames(std::string_view list) {
    auto names = replaced(std::string{list}, "{urn:hl7-org:v3}", "");
    names = replaced(std::move(names), "{urn:hl7-org:pharm}", "pharm:");
    return replaced(std::move(names), ", ", " | ");
}

/// What the lexical types of the schema look like to a person.
std::string notationOf(std::string_view pattern) {
    struct Notation {
        std::string_view begin;
        std::string_view shown;
    };
    constexpr std::array<Notation, 4> kNotations{{{"[0-2](", "OID | UUID"},
                                                  {"[0-9]{1,8}", "YYYY[MM[DD[hh[mm[ss[.f]]]]]][±hhmm]"},
                                                  {"[^\\s]", "a code without blanks"},
                                                  {"true|false", "true | false"}}};
    for (const auto& notation : kNotations) {
        if (pattern.starts_with(notation.begin)) {
            return std::string{notation.shown};
        }
    }
    return std::string{pattern};
}

std::string expectedOf(const xml::SchemaFault& fault) {
    const std::string_view message = fault.message;
    if (const auto elements = between(message, "Expected is one of ( ", " )"); !elements.empty()) {
        return elementNames(elements);
    }
    if (const auto element = between(message, "Expected is ( ", " )"); !element.empty()) {
        return elementNames(element);
    }
    if (const auto values = between(message, "an element of the set {'", "'}"); !values.empty()) {
        return replaced(std::string{values}, "', '", " | ");
    }
    if (const auto pattern = between(message, "by the pattern '", "'"); !pattern.empty()) {
        return notationOf(pattern);
    }
    if (const auto fixed = between(message, "fixed value constraint '", "'"); !fixed.empty()) {
        return "@" + fault.attribute + "=" + std::string{fixed};
    }
    if (const auto type = between(message, "of the atomic type '", "'"); !type.empty()) {
        return type == "xs:ID" ? "NCName, 1 ×" : std::string{type};
    }
    if (fault.kind == xml::SchemaFaultKind::MissingAttribute) {
        return "@" + std::string{between(message, "The attribute '", "'")};
    }
    return ruleOf(fault) == "structure.type" ? "xsi:type HL7 v3" : "";
}

std::string foundOf(const xml::SchemaFault& fault) {
    auto found = describe(*fault.element);
    if (fault.attribute.empty() || fault.kind == xml::SchemaFaultKind::MissingAttribute) {
        return found;
    }
    return "@" + fault.attribute + "=\"" + shorten(fault.element->attribute(fault.attribute)) + "\" " + found;
}

} // namespace

std::vector<Located> structureFindings(const xml::Document& document, const xml::Schema& schema,
                                       const RuleSet& rules, Origin origin) {
    std::vector<Located> findings;
    for (auto& fault : schema.validate(document)) {
        const auto* rule = rules.find(ruleOf(fault));
        if (!fault.element) {
            fault.element = document.root();
        }
        auto located = findingOf(*rule, *fault.element, foundOf(fault), origin);
        located.finding.expected = expectedOf(fault);
        findings.push_back(std::move(located));
    }
    return findings;
}

} // namespace ncp::transform::rules
