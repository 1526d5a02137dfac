#include "transform/dispensation/prescription.hpp"

#include "transform/cda/clinical_document.hpp"
#include "transform/cda/element.hpp"
#include "transform/cda/substitution.hpp"
#include "transform/dispensation/values.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace ncp::transform::dispensation {
namespace {

tl::unexpected<Error> malformed(std::string what) {
    return fail(ErrorCode::MalformedMessage, std::move(what));
}

std::optional<xml::Node> prescriptionSection(const xml::Document& document) {
    const auto root = document.root();
    const auto code = cda::child(root, "code");
    const auto body = cda::path(root, {"component", "structuredBody"});
    if (!cda::isNamed(root, "ClinicalDocument") || !code || code->attribute("code") != cda::kPrescription ||
        !body) {
        return std::nullopt;
    }
    for (const auto component : cda::children(*body, "component")) {
        const auto sectionCode = cda::path(component, {"section", "code"});
        if (sectionCode && sectionCode->attribute("code") == cda::kPrescriptionSection) {
            return cda::child(component, "section");
        }
    }
    return std::nullopt;
}

std::vector<xml::Node> itemsIn(xml::Node section) {
    std::vector<xml::Node> items;
    for (const auto entry : cda::children(section, "entry")) {
        if (const auto item = cda::child(entry, "substanceAdministration")) {
            items.push_back(*item);
        }
    }
    return items;
}

bool permits(xml::Node substitution) {
    const auto value = cda::child(substitution, "value");
    if (!value || value->hasAttribute("nullFlavor") || cda::isSet(substitution, "negationInd")) {
        return false;
    }
    const auto rule = cda::substitutionRule(value->attribute("code"), value->attribute("codeSystem"));
    return rule != cda::SubstitutionRule::Forbidden && rule != cda::SubstitutionRule::Unreadable;
}

/// The SUBST observations directly below the item: one deeper belongs to something else. An answer that
/// can't be read is no permission.
bool isSubstitutable(xml::Node item) {
    return std::ranges::all_of(cda::children(item, "entryRelationship"), [](xml::Node relation) {
        const auto observation = cda::child(relation, "observation");
        const auto code = observation ? cda::child(*observation, "code") : std::nullopt;
        return !code || code->attribute("code") != "SUBST" || permits(*observation);
    });
}

/// Where several numbers stand, the smallest.
std::uint32_t packagesOf(xml::Node item) {
    std::optional<std::uint32_t> fewest;
    for (const auto relation : cda::children(item, "entryRelationship")) {
        if (const auto quantity = cda::path(relation, {"supply", "quantity"})) {
            const auto count = packageCount(quantity->attribute("value")).value_or(1);
            fewest = std::min(fewest.value_or(count), count);
        }
    }
    return fewest.value_or(1);
}

PrescribedItem readItem(xml::Node item) {
    return {firstIdentifier(item).value_or(cda::Identifier{}), packagesOf(item), isSubstitutable(item),
            isInForce(item)};
}

} // namespace

std::vector<xml::Node> prescribedItems(const xml::Document& ePrescription) {
    const auto section = prescriptionSection(ePrescription);
    return section ? itemsIn(*section) : std::vector<xml::Node>{};
}

Result<Prescription> prescriptionOf(const xml::Document& ePrescription) {
    const auto section = prescriptionSection(ePrescription);
    if (!section) {
        return malformed("no coded ePrescription");
    }
    const auto id = firstIdentifier(*section);
    if (!id) {
        return malformed("an ePrescription without the prescription's id");
    }
    Prescription prescription{*id, {}};
    for (const auto item : itemsIn(*section)) {
        prescription.items.push_back(readItem(item));
    }
    if (prescription.items.empty()) {
        return malformed("an ePrescription without item");
    }
    return prescription;
}

} // namespace ncp::transform::dispensation
