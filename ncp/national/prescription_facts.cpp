#include "ncp/national/prescription_facts.hpp"

#include "ncp/national/document_facts.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace ncp::national {
namespace {

constexpr std::string_view kAtc = "2.16.840.1.113883.6.73";
constexpr std::string_view kDoseForm = "0.4.0.127.0.16.1.1.2.1";
constexpr std::string_view kSubstitution = "2.16.840.1.113883.5.1070";
constexpr std::string_view kDispensable = "1.3.6.1.4.1.19376.1.2.3";
constexpr std::string_view kStrength = "eHDSI_Strength_CodeSystem";

/// HL7 RoleClassIngredientEntity: an excipient, and what the source says is not in the product.
bool isNoActiveIngredient(xml::Node node) {
    static constexpr std::array<std::string_view, 8> kExcipients{"IACT", "COLR", "FLVR", "PRSV",
                                                                 "STBL", "ADTV", "ADJV", "BASE"};
    const auto negation = node.attribute("negationInd");
    return node.name() == "ingredient" &&
           (negation == "true" || negation == "1" ||
            std::ranges::find(kExcipients, node.attribute("classCode")) != kExcipients.end());
}

/// The first element below that fits; the pharmacy extension's namespace has changed over the years, so
/// elements of a product are found by local name. Excipients are passed over.
template <class Fits>
std::optional<xml::Node> findBelow(xml::Node from, const Fits& fits) {
    std::optional<xml::Node> found;
    xml::walk(from, [&](xml::Node node) {
        if (!found && fits(node)) {
            found = node;
        }
        return !found && !isNoActiveIngredient(node);
    });
    return found;
}

std::optional<xml::Node> childNamed(xml::Node parent, std::string_view name) {
    for (const auto child : parent.children()) {
        if (child.name() == name) {
            return child;
        }
    }
    return std::nullopt;
}

Code codeOf(xml::Node element) {
    return {element.attribute("code"), element.attribute("codeSystem"), element.attribute("displayName"),
            element.attribute("codeSystemName")};
}

/// ATC of the product itself, else of its first active ingredient that has one.
std::optional<Code> atcOf(xml::Node material) {
    const auto isAtc = [](xml::Node node) {
        return node.name() == "code" && node.attribute("codeSystem") == kAtc && node.hasAttribute("code");
    };
    if (const auto kind = childNamed(material, "asSpecializedKind")) {
        if (const auto code = findBelow(*kind, isAtc)) {
            return codeOf(*code);
        }
    }
    const auto code = findBelow(material, isAtc);
    return code ? std::optional{codeOf(*code)} : std::nullopt;
}

std::string amount(xml::Node quantity) {
    const auto unit = quantity.attribute("unit");
    return quantity.attribute("value") + (unit.empty() || unit == "1" ? "" : " " + unit);
}

/// The strength as the product's description has it, else the first ingredient's ratio.
std::string strengthOf(xml::Node material) {
    if (const auto described = childNamed(material, "desc")) {
        return described->text();
    }
    std::optional<xml::Node> ingredient;
    for (const auto child : material.children()) {
        if (!ingredient && child.name() == "ingredient" && !isNoActiveIngredient(child)) {
            ingredient = child;
        }
    }
    const auto quantity = ingredient ? childNamed(*ingredient, "quantity") : std::nullopt;
    const auto numerator = quantity ? childNamed(*quantity, "numerator") : std::nullopt;
    const auto denominator = quantity ? childNamed(*quantity, "denominator") : std::nullopt;
    if (!numerator || !numerator->hasAttribute("value")) {
        return {};
    }
    return amount(*numerator) +
           (denominator && denominator->hasAttribute("value") ? " / " + amount(*denominator) : "");
}

/// The SUBST observation directly below the item: one deeper belongs to something else.
std::optional<Code> substitutionOf(xml::Node item) {
    for (const auto relation : item.children(kHl7, "entryRelationship")) {
        const auto observation = relation.child(kHl7, "observation");
        const auto code = observation ? observation->child(kHl7, "code") : std::nullopt;
        const auto value = observation ? observation->child(kHl7, "value") : std::nullopt;
        if (code && value && code->attribute("code") == "SUBST" && value->hasAttribute("code")) {
            auto substitution = codeOf(*value);
            substitution.system = kSubstitution;
            return substitution;
        }
    }
    return std::nullopt;
}

std::string productName(xml::Node material, const std::optional<Code>& atc) {
    const auto name = material.child(kHl7, "name");
    auto text = name ? name->plainText().value_or(name->text()) : std::string{};
    return text.empty() && atc ? atc->display : text;
}

} // namespace

PrescriptionFacts readPrescription(const xml::Document& document) {
    PrescriptionFacts facts;
    facts.events.push_back({"urn:ihe:iti:xdw:2011:eventCode:open", std::string{kDispensable}, "Open", ""});
    const auto item =
        findBelow(document.root(), [](xml::Node node) { return node.is(kHl7, "substanceAdministration"); });
    const auto material =
        item ? item->path(kHl7, {"consumable", "manufacturedProduct", "manufacturedMaterial"}) : std::nullopt;
    if (!material) {
        return facts;
    }
    const auto atc = atcOf(*material);
    facts.description = productName(*material, atc);
    if (atc) {
        facts.events.push_back(*atc);
    }
    if (const auto form = childNamed(*material, "formCode");
        form && form->attribute("codeSystem") == kDoseForm && form->hasAttribute("code")) {
        facts.events.push_back(codeOf(*form));
    }
    if (auto strength = strengthOf(*material); !strength.empty()) {
        facts.events.push_back({std::move(strength), std::string{kStrength}, "Strength of medication", ""});
    }
    if (auto substitution = substitutionOf(*item)) {
        facts.events.push_back(std::move(*substitution));
    }
    return facts;
}

} // namespace ncp::national
