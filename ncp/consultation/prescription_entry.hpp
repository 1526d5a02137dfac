#pragma once

#include "base/texts.hpp"
#include "ncp/ihe/document_entry.hpp"
#include "transform/terminology/catalogue.hpp"

#include <optional>
#include <string>

namespace ncp::consultation {

/// What the list of a country says of a prescription, by which a pharmacist chooses it (eHDSI XCA profile:
/// event codes of the ePrescription). Empty where the list does not say it.
struct PrescriptionEntry {
    std::string substance; ///< name, or the ATC code where there is none
    std::string atc;
    std::string strength;
    std::string form;
    std::string formCode;            ///< EDQM
    std::string substitution;        ///< HL7 SubstanceAdminSubstitution code
    std::string substitutionName;    ///< as the country calls it
    std::optional<bool> dispensable; ///< open or closed
};
PrescriptionEntry prescriptionEntry(const ihe::DocumentEntry& entry);
/// The same with substance and form as the release calls them in that language; the country's words stay
/// where the release has no name.
PrescriptionEntry translated(PrescriptionEntry prescription,
                             const transform::terminology::Catalogue& catalogue, TextLanguage language);

/// Substance, strength and form in one line; empty where the list says nothing of them.
std::string productLine(const PrescriptionEntry& prescription);

} // namespace ncp::consultation
