#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ncp::transform::cda {

/// The documents whose coded elements have a usage of their own. Level 3 is coded, level 1 a file behind a
/// coded header.
enum class DocumentType : std::uint8_t {
    PatientSummary3,
    PatientSummary1,
    Prescription3,
    Prescription1,
    Dispensation3,
    MedicationOverview3,
    MedicationOverview1,
};
inline constexpr std::size_t kDocumentTypes = 7;

/// As tables and reports write it: PS3, PS1, eP3, eP1, eD3, MRO3, MRO1.
std::string_view name(DocumentType type) noexcept;

/// What the code of a clinical document (LOINC; eHDSIDocumentCode and the original documents' own) says.
enum class DocumentClass : std::uint8_t {
    PatientSummary,
    Prescription,
    Dispensation,
    MedicationOverview,
    Original, ///< laboratory, imaging, discharge: exchanged as it is, never transformed
    Unknown,
};
DocumentClass documentClass(std::string_view code) noexcept;

/// The type of a document of this class; nothing for those that are not transformed. A dispensation of level
/// 1 is none (eHDSI eDispensation has level 3 only).
std::optional<DocumentType> documentType(DocumentClass documentClass, bool structured) noexcept;

} // namespace ncp::transform::cda
