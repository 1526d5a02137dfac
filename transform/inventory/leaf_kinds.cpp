#include "transform/inventory/leaf_kinds.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace ncp::transform::inventory {
namespace {

constexpr std::string_view kSchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";
constexpr std::string_view kXmlNamespace = "http://www.w3.org/XML/1998/namespace";
constexpr std::string_view kStructuredTypes = "urn:hl7-org:sdtc";

/// HL7 v3 data types of time.
constexpr std::array<std::string_view, 7> kTimeTypes{"TS",      "IVL_TS",  "PIVL_TS", "EIVL_TS",
                                                     "SXCM_TS", "SXPR_TS", "IVXB_TS"};
constexpr std::array<std::string_view, 6> kTimeElements{"effectiveTime",  "time",         "birthTime",
                                                        "expirationTime", "deceasedTime", "availabilityTime"};
/// Elements that steer machines, in every region.
constexpr std::array<std::string_view, 6> kMachineElements{
    "templateId", "typeId", "realmCode", "independentInd", "signatureCode", "sequenceNumber"};
constexpr std::array<std::string_view, 7> kLayoutElements{"table", "thead", "tbody",   "tfoot",
                                                          "tr",    "list",  "colgroup"};
/// Code systems whose codes name the structure of a statement: ActClass, ActCode, IHE ActCode (also as it is
/// often misspelt).
constexpr std::array<std::string_view, 4> kStructuralSystems{"2.16.840.1.113883.5.6", "2.16.840.1.113883.5.4",
                                                             "1.3.6.1.4.1.19376.1.5.3.2",
                                                             "1.3.5.1.4.1.19376.1.5.3.2"};
/// Acts that state a fact unless their mood says otherwise; instructions, supplies and medicines are planned
/// or ordered as a rule.
constexpr std::array<std::string_view, 4> kFacts{"observation", "procedure", "organizer", "encounter"};
/// What a missing value means only here; elsewhere it is a missing part of something that is shown.
constexpr std::array<std::string_view, 10> kSilentWhenNull{
    "id", "text", "low", "high", "telecom", "country", "city", "addr", "translation", "name"};

bool isOneOf(std::span<const std::string_view> names, std::string_view name) noexcept {
    return std::ranges::find(names, name) != names.end();
}

std::string_view localPart(std::string_view qName) noexcept {
    return qName.substr(qName.find(':') + 1);
}

bool hasTimeType(xml::Node element) {
    const auto type = element.attributeIfPresent("type", kSchemaInstance);
    return type && isOneOf(kTimeTypes, localPart(*type));
}

bool parentIs(xml::Node element, std::string_view name) noexcept {
    const auto parent = element.parent();
    return parent && parent->name() == name;
}

/// CDA R2: body parts begin at these elements.
Region regionOf(xml::Node element, Region parent) {
    const auto name = element.name();
    switch (parent) {
    case Region::Header:
        if (name == "structuredBody") {
            return Region::Section;
        }
        return name == "nonXMLBody" ? Region::Body : Region::Header;
    case Region::Section:
        if (name == "text" && parentIs(element, "section")) {
            return Region::Narrative;
        }
        return name == "entry" ? Region::Entry : Region::Section;
    case Region::Narrative:
    case Region::Entry:
    case Region::Body:
        return parent;
    }
    return parent;
}

bool isNumber(std::string_view text) noexcept {
    return !text.empty() &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == '-'; });
}

bool isClinicalCode(const Leaf& leaf, xml::Node element, const Context& context) {
    const Region region = context.region;
    if ((region == Region::Section && !context.subject) || element.name() == "languageCode") {
        return false;
    }
    if (element.name() == "statusCode") {
        return region == Region::Entry && leaf.part("code") != "active" && leaf.part("code") != "completed";
    }
    if (region == Region::Header) {
        return !leaf.part("displayName").empty() && !parentIs(element, "ClinicalDocument");
    }
    return !isOneOf(kStructuralSystems, leaf.part("codeSystem"));
}

} // namespace

std::string_view name(Kind kind) noexcept {
    switch (kind) {
    case Kind::Code:
        return "code";
    case Kind::Quantity:
        return "quantity";
    case Kind::Time:
        return "time";
    case Kind::Text:
        return "text";
    case Kind::Identifier:
        return "identifier";
    case Kind::NullFlavor:
        return "null_flavor";
    case Kind::Reference:
        return "reference";
    case Kind::Media:
        return "media";
    case Kind::Attribute:
        return "attribute";
    case Kind::Element:
        return "element";
    }
    return "element";
}

Context contextOf(xml::Node element, const Context& parent) {
    auto context = parent;
    const auto name = element.name();
    context.region = regionOf(element, parent.region);
    context.translation = parent.translation || name == "translation";
    context.time = parent.time || isOneOf(kTimeElements, name) || hasTimeType(element);
    context.patient = parent.patient || name == "patientRole";
    context.subject = parent.subject || (context.region == Region::Section && name == "subject");
    context.structural = parent.structural || isOneOf(kMachineElements, name) ||
                         (name == "telecom" && context.region == Region::Entry);
    return context;
}

Kind kindOfAttribute(std::string_view attribute) noexcept {
    constexpr std::array<std::string_view, 5> kCode{"code", "codeSystem", "codeSystemName",
                                                    "codeSystemVersion", "displayName"};
    constexpr std::array<std::string_view, 3> kIdentifier{"root", "extension", "assigningAuthorityName"};
    constexpr std::array<std::string_view, 6> kReference{"ID",   "IDREF", "referencedObject",
                                                         "href", "src",   "headers"};
    if (isOneOf(kCode, attribute)) {
        return Kind::Code;
    }
    if (isOneOf(kIdentifier, attribute)) {
        return Kind::Identifier;
    }
    if (isOneOf(kReference, attribute)) {
        return Kind::Reference;
    }
    return attribute == "nullFlavor" ? Kind::NullFlavor : Kind::Attribute;
}

Kind kindOfValue(xml::Node element, const Context& context) {
    if (element.hasAttribute("unit")) {
        return Kind::Quantity;
    }
    if (element.name() == "reference") {
        return Kind::Reference;
    }
    if (context.time) {
        return Kind::Time;
    }
    const auto value = element.attribute("value");
    if (isNumber(value)) {
        return Kind::Quantity;
    }
    return value == "true" || value == "false" ? Kind::Attribute : Kind::Text;
}

bool holdsFile(xml::Node element, const Context& context) {
    return element.attribute("representation") == "B64" ||
           (context.region == Region::Body && element.name() == "text");
}

bool isOrdered(xml::Node element, const Context& context) noexcept {
    return context.region == Region::Narrative || element.name() == "name" || element.name() == "addr";
}

bool isLayout(xml::Node element) noexcept {
    return isOneOf(kLayoutElements, element.name());
}

bool isClinical(const Leaf& leaf, xml::Node element, const Context& context) {
    if (context.structural) {
        return false;
    }
    switch (leaf.kind) {
    case Kind::Code:
        return isClinicalCode(leaf, element, context);
    case Kind::Quantity:
    case Kind::Time:
    case Kind::Text:
    case Kind::Media:
        return true;
    case Kind::Identifier:
        return context.patient || parentIs(element, "participantRole");
    case Kind::NullFlavor:
        return context.region == Region::Entry && !isOneOf(kSilentWhenNull, element.name());
    case Kind::Reference:
        return context.region == Region::Entry && !leaf.part("value").empty() &&
               !leaf.part("value").starts_with('#');
    case Kind::Attribute:
        return leaf.part("negationInd") == "true" || leaf.part("negationInd") == "1" ||
               (isOneOf(kFacts, element.name()) && !leaf.part("moodCode").empty() &&
                leaf.part("moodCode") != "EVN");
    case Kind::Element:
        return false;
    }
    return false;
}

std::string attributeName(const xml::Node::Attribute& attribute) {
    const auto local = std::string{attribute.name};
    if (attribute.namespaceUri.empty()) {
        return local;
    }
    if (attribute.namespaceUri == kSchemaInstance) {
        return "xsi:" + local;
    }
    if (attribute.namespaceUri == kXmlNamespace) {
        return "xml:" + local;
    }
    if (attribute.namespaceUri == kStructuredTypes) {
        return "sdtc:" + local;
    }
    return "{" + std::string{attribute.namespaceUri} + "}" + local;
}

std::string attributeValue(xml::Node element, const xml::Node::Attribute& attribute) {
    if (attribute.namespaceUri != kSchemaInstance || attribute.name != "type") {
        return attribute.value;
    }
    const auto colon = attribute.value.find(':');
    const auto prefix = colon == std::string::npos ? std::string{} : attribute.value.substr(0, colon);
    const auto bound = element.resolvePrefix(prefix);
    // A prefix that nothing binds means nothing: the value stays as it stands.
    return bound ? "{" + *bound + "}" + std::string{localPart(attribute.value)} : attribute.value;
}

} // namespace ncp::transform::inventory
