#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "ncp/ihe/patient.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ncp::ihe {

/// LOINC class codes of the documents that are exchanged.
inline constexpr std::string_view kPatientSummary = "60591-5";
inline constexpr std::string_view kEPrescription = "57833-6";
inline constexpr std::string_view kMedicationOverview = "56445-0";
inline constexpr std::string_view kHospitalDischargeReport = "34105-7";
inline constexpr std::string_view kLaboratoryReport = "11502-2";
inline constexpr std::string_view kImagingReport = "18748-4";
inline constexpr std::string_view kMedicalImages = "x-clinical-image";

/// CDA body: coded (friendly or pivot structure), or a file inside a CDA: the PDF form of a coded document,
/// and every original clinical document (PDF, PNG, JPEG).
enum class Level : std::uint8_t { L1, L3 };

/// An author as a list of documents names one (XDSDocumentEntry.author).
struct DocumentAuthor {
    std::string person;
    std::vector<std::string> specialties = {};

    friend bool operator==(const DocumentAuthor&, const DocumentAuthor&) = default;
};

/// Metadata of one document (ExtrinsicObject), for both sides.
struct DocumentEntry {
    std::string entryUuid = {};          ///< urn:uuid:…, within one answer
    std::string uniqueId = {};           ///< `<root>` or `<root>^<extension>`
    std::string repositoryUniqueId = {}; ///< OID
    HomeCommunityId homeCommunityId;
    std::string classCode = {}; ///< = type code, LOINC
    std::string formatCode = {};
    Level level = Level::L3;
    std::string mimeType = "text/xml";
    std::string title = {};
    std::string description = {};
    std::string creationTime = {}; ///< HL7 TS, UTC
    std::string languageCode = {}; ///< nb-NO
    std::optional<std::uint64_t> size = {};
    std::string hash = {}; ///< SHA-1 hex (XDS), empty where unknown
    std::string confidentiality = "N";
    std::vector<Code> events = {}; ///< eventCodeList: of a prescription dispensable, ATC, dose form,
                                   ///< strength, substitution; of a report the reason for hospitalisation
    std::string authorPerson = {}; ///< of the first author
    std::vector<std::string> authorSpecialties = {};
    std::vector<DocumentAuthor> otherAuthors = {}; ///< after the first
    std::string serviceStartTime = {}; ///< HL7 TS, UTC; of original clinical documents, empty where not told
    std::optional<PatientId> patient = std::nullopt; ///< as received; a writer is given the patient

    friend bool operator==(const DocumentEntry&, const DocumentEntry&) = default;
};

/// A document and its other form: the XFRM association between L1 and L3.
struct DocumentPair {
    std::optional<DocumentEntry> coded = {}; ///< L3
    std::optional<DocumentEntry> pdf = {};   ///< L1

    friend bool operator==(const DocumentPair&, const DocumentPair&) = default;
};

} // namespace ncp::ihe
