#pragma once

#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "base/xml/document.hpp"
#include "ncp/ihe/patient.hpp"

#include <cstdint>
#include <string_view>

namespace ncp::consultation {

/// Whose a received document is.
enum class Ownership : std::uint8_t {
    Confirmed, ///< the document bears the identifier that was asked with
    NotTold,   ///< it bears identifiers of other domains only: to be compared by the clinician
};

/// Compares a CDA's recordTarget with the patient of the treatment relation. DocumentIntegrity with the rule
/// "document-patient" when it bears another identifier of the same domain, "document-one-patient" when it is
/// about nobody or about several persons: such a document is never shown.
Result<Ownership> checkOwnership(const xml::Document& document, const PatientId& patient);

/// What a document says otherwise of its patient than the country's identification (ITI-55) did. Only what
/// both state is compared: dates as far as both go, female and male.
struct PatientDifferences {
    bool birthDate = false;
    bool gender = false;

    bool any() const noexcept { return birthDate || gender; }
};
PatientDifferences patientDifferences(const xml::Document& document, const ihe::Demographics& identified);

/// True where the differences outweigh what the identifier says: both with it, one of them without.
bool isSomebodyElse(Ownership ownership, const PatientDifferences& differences) noexcept;

/// The findings that a document does not say whose it is, and that it states another birth date or sex.
inline constexpr std::string_view kPatientNotTold = "document.patient_not_told";
inline constexpr std::string_view kPatientDiffers = "document.patient_differs";

} // namespace ncp::consultation
