#include "transform/render/view_builder.hpp"

#include <algorithm>
#include <array>

namespace ncp::transform::render {

namespace {

constexpr std::array kStatements{
    AbsenceStatement{"no-known-allergies", "absent.allergies"},
    AbsenceStatement{"no-known-medication-allergies", "absent.drug_allergies"},
    AbsenceStatement{"no-known-food-allergies", "absent.food_allergies"},
    AbsenceStatement{"no-known-environmental-allergies", "absent.environmental_allergies"},
    AbsenceStatement{"no-allergy-info", "no_information.allergies", true},
    AbsenceStatement{"no-known-problems", "absent.problems"},
    AbsenceStatement{"no-problem-info", "no_information.problems", true},
    AbsenceStatement{"no-known-medications", "absent.medications"},
    AbsenceStatement{"no-medication-info", "no_information.medications", true},
    AbsenceStatement{"no-known-procedures", "absent.procedures"},
    AbsenceStatement{"no-known-procedure", "absent.procedures"},
    AbsenceStatement{"no-procedure-info", "no_information.procedures", true},
    AbsenceStatement{"no-known-devices", "absent.devices"},
    AbsenceStatement{"no-device-info", "no_information.devices", true},
    AbsenceStatement{"no-known-immunizations", "absent.immunizations"},
    AbsenceStatement{"no-immunization-info", "no_information.immunizations", true},
    AbsenceStatement{"716186003", "absent.allergies"},
    AbsenceStatement{"160244002", "absent.allergies"},
    AbsenceStatement{"409137002", "absent.drug_allergies"},
    AbsenceStatement{"429625007", "absent.food_allergies"},
    AbsenceStatement{"428607008", "absent.environmental_allergies"},
    AbsenceStatement{"160245001", "absent.problems"},
    AbsenceStatement{"787481004", "absent.medications"},
    AbsenceStatement{"182904002", "no_information.medications", true},
};

bool isStated(const cda::CodedValue& value) {
    return value.nullFlavor.empty() && !absenceOf(value) && !(value.code.empty() && value.display.empty());
}

} // namespace

std::optional<AbsenceStatement> absenceOf(const cda::CodedValue& value) {
    const auto found = std::find_if(kStatements.begin(), kStatements.end(),
                                    [&](const AbsenceStatement& known) { return known.code == value.code; });
    return found == kStatements.end() ? std::nullopt : std::optional{*found};
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
