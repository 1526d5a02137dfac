#pragma once

#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "base/xml/document.hpp"

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

/// The finding that a document does not say whose it is.
inline constexpr std::string_view kPatientNotTold = "document.patient_not_told";

} // namespace ncp::consultation
