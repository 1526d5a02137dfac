#include "ncp/consultation/prescription_entry.hpp"

#include <algorithm>
#include <string_view>

namespace ncp::consultation {
namespace {

constexpr std::string_view kAtc = "2.16.840.1.113883.6.73";
constexpr std::string_view kDoseForm = "0.4.0.127.0.16.1.1.2.1";
constexpr std::string_view kStrength = "eHDSI_Strength_CodeSystem";
constexpr std::string_view kSubstitution = "2.16.840.1.113883.5.1070";
constexpr std::string_view kOpen = "urn:ihe:iti:xdw:2011:eventCode:open";
constexpr std::string_view kClosed = "urn:ihe:iti:xdw:2011:eventCode:closed";

const Code* eventOf(const ihe::DocumentEntry& entry, std::string_view system) {
    const auto found = std::ranges::find(entry.events, system, &Code::system);
    return found == entry.events.end() ? nullptr : &*found;
}

std::string nameOf(const Code* code) {
    return code == nullptr ? std::string{} : code->display.empty() ? code->code : code->display;
}

std::string codeOf(const Code* code) {
    return code == nullptr ? std::string{} : code->code;
}

bool has(const ihe::DocumentEntry& entry, std::string_view code) {
    return std::ranges::find(entry.events, code, &Code::code) != entry.events.end();
}

} // namespace

PrescriptionEntry prescriptionEntry(const ihe::DocumentEntry& entry) {
    PrescriptionEntry prescription;
    const auto* atc = eventOf(entry, kAtc);
    prescription.substance = nameOf(atc);
    prescription.atc = codeOf(atc);
    // The strength stands in the code; its display name says "Strength of medication".
    prescription.strength = codeOf(eventOf(entry, kStrength));
    const auto* form = eventOf(entry, kDoseForm);
    prescription.form = nameOf(form);
    prescription.formCode = codeOf(form);
    const auto* substitution = eventOf(entry, kSubstitution);
    prescription.substitution = codeOf(substitution);
    prescription.substitutionName = nameOf(substitution);
    if (has(entry, kClosed)) {
        prescription.dispensable = false;
    } else if (has(entry, kOpen)) {
        prescription.dispensable = true;
    }
    return prescription;
}

PrescriptionEntry translated(PrescriptionEntry prescription,
                             const transform::terminology::Catalogue& catalogue, TextLanguage language) {
    if (const auto name = catalogue.designation(kAtc, prescription.atc, language)) {
        prescription.substance = name->text;
    }
    if (const auto name = catalogue.designation(kDoseForm, prescription.formCode, language)) {
        prescription.form = name->text;
    }
    return prescription;
}

std::string productLine(const PrescriptionEntry& prescription) {
    std::string line;
    for (const auto& part : {prescription.substance, prescription.strength, prescription.form}) {
        line += (line.empty() || part.empty() ? "" : ", ") + part;
    }
    return line;
}

} // namespace ncp::consultation
