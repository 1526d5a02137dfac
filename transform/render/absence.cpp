#include "transform/render/view_builder.hpp"

#include <algorithm>

namespace ncp::transform::render {

namespace {

bool isStated(const cda::CodedValue& value) {
    return value.nullFlavor.empty() && !absenceOf(value) && !(value.code.empty() && value.display.empty());
}

} // namespace

std::optional<AbsenceStatement> absenceOf(const cda::CodedValue& value) {
    return absenceCodes().find(value.code);
}

std::optional<AbsenceStatement> absenceOf(const cda::Entry& entry) {
    if (const auto* allergy = std::get_if<cda::Allergy>(&entry.content)) {
        // An absence beside a real agent contradicts itself, and a denied absence is none: both are shown.
        const bool agent = std::any_of(allergy->agents.begin(), allergy->agents.end(), isStated);
        return allergy->statement && !agent && !allergy->negated ? absenceOf(*allergy->statement)
                                                                 : std::nullopt;
    }
    if (const auto* problem = std::get_if<cda::Problem>(&entry.content)) {
        return problem->negated ? std::nullopt : absenceOf(problem->problem);
    }
    if (const auto* medication = std::get_if<cda::Medication>(&entry.content)) {
        const cda::Product& product = medication->product;
        const bool named = !product.name.empty() || isStated(product.code) || !product.ingredients.empty() ||
                           !product.classifications.empty();
        return medication->code && !named && !medication->negated ? absenceOf(*medication->code)
                                                                  : std::nullopt;
    }
    if (const auto* procedure = std::get_if<cda::Procedure>(&entry.content)) {
        return absenceOf(procedure->code);
    }
    if (const auto* device = std::get_if<cda::Device>(&entry.content)) {
        return absenceOf(device->code);
    }
    if (const auto* vaccination = std::get_if<cda::Vaccination>(&entry.content)) {
        const auto stated = vaccination->code ? absenceOf(*vaccination->code) : std::nullopt;
        return stated ? stated : absenceOf(vaccination->product.code);
    }
    return std::nullopt;
}

Notice absenceNotice(const AbsenceStatement& absence, const Wording& wording) {
    Notice notice;
    notice.tone = absence.noInformation ? Tone::Warning : Tone::Calm;
    notice.heading = wording.text(absence.key);
    notice.text = cell(wording, wording.text(absence.noInformation ? "no_information.note" : "absent.note"));
    return notice;
}

} // namespace ncp::transform::render
