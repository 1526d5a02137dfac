#include "transform/render/view_builder.hpp"

#include <algorithm>

namespace ncp::transform::render {

namespace {

/// True where the value names something, in whatever way: code, word, original text, national code.
bool isNamed(const cda::CodedValue& value) {
    return !absenceOf(value) && !(value.code.empty() && value.display.empty() && value.originalText.empty() &&
                                  value.translations.empty());
}

/// An absence beside an agent or a reaction contradicts itself, and a denied absence is none: all is shown.
bool hasAllergy(const cda::Allergy& allergy) {
    const auto names = [&allergy](const cda::CodedValue& agent) {
        const bool repeats = agent.code.empty() && agent.display.empty() && agent.translations.empty() &&
                             agent.originalText == allergy.statement->originalText;
        return isNamed(agent) && !repeats;
    };
    return allergy.negated || !allergy.reactions.empty() || std::ranges::any_of(allergy.agents, names);
}

bool hasProduct(const cda::Product& product) {
    return !product.name.empty() || !product.description.empty() || isNamed(product.code) ||
           isNamed(product.form) || !product.ingredients.empty() || !product.classifications.empty() ||
           !product.parts.empty();
}

bool isStated(const cda::QuantityRange& amount) {
    const auto hasValue = [](const std::optional<cda::Quantity>& one) { return one && !one->value.empty(); };
    return hasValue(amount.exact) || hasValue(amount.low) || hasValue(amount.high);
}

/// A medicine, or how to take one, in the statement itself or in a step of it.
bool hasMedicine(const cda::Medication& medication) {
    return hasProduct(medication.product) || isStated(medication.dose) || !medication.doseText.empty() ||
           !medication.instructions.empty() || std::ranges::any_of(medication.steps, hasMedicine);
}

} // namespace

std::optional<AbsenceStatement> absenceOf(const cda::CodedValue& value) {
    return absenceCodes().find(value.code);
}

std::optional<AbsenceStatement> absenceOf(const cda::Entry& entry) {
    if (const auto* allergy = std::get_if<cda::Allergy>(&entry.content)) {
        return allergy->statement && !hasAllergy(*allergy) ? absenceOf(*allergy->statement) : std::nullopt;
    }
    if (const auto* problem = std::get_if<cda::Problem>(&entry.content)) {
        return problem->negated ? std::nullopt : absenceOf(problem->problem);
    }
    if (const auto* medication = std::get_if<cda::Medication>(&entry.content)) {
        const bool stated = medication->negated || hasMedicine(*medication);
        return medication->code && !stated ? absenceOf(*medication->code) : std::nullopt;
    }
    if (const auto* procedure = std::get_if<cda::Procedure>(&entry.content)) {
        const bool stated = procedure->negated || std::ranges::any_of(procedure->sites, isNamed);
        return stated ? std::nullopt : absenceOf(procedure->code);
    }
    if (const auto* device = std::get_if<cda::Device>(&entry.content)) {
        return device->negated ? std::nullopt : absenceOf(device->code);
    }
    if (const auto* vaccination = std::get_if<cda::Vaccination>(&entry.content)) {
        const auto stated = vaccination->code ? absenceOf(*vaccination->code) : std::nullopt;
        return hasProduct(vaccination->product) ? std::nullopt
               : stated                         ? stated
                                                : absenceOf(vaccination->product.code);
    }
    return std::nullopt;
}

bool isContradicted(const cda::Entry& absence, const cda::Section& section) {
    const bool others = std::ranges::any_of(section.entries, [&](const cda::Entry& other) {
        return other.content.index() == absence.content.index() && !other.subject && !absenceOf(other);
    });
    return others || !absence.remaining.empty() || !section.uncoded.empty();
}

Notice absenceNotice(const AbsenceStatement& absence, const Wording& wording) {
    Notice notice;
    notice.tone = absence.noInformation ? Tone::Warning : Tone::Calm;
    notice.heading = wording.text(absence.key);
    notice.text = cell(wording, wording.text(absence.noInformation ? "no_information.note" : "absent.note"));
    return notice;
}

} // namespace ncp::transform::render
