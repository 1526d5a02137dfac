#include "ncp/ihe/document_kind.hpp"

#include <algorithm>
#include <array>

namespace ncp::ihe {
namespace {

constexpr std::string_view kEhdsiFormats = "eHDSI formatCodes";
constexpr std::string_view kPccFormats = "IHE PCC";
constexpr std::string_view kOriginalPdf = "urn:eHDSI:orcd:pdf:2021";
constexpr std::string_view kOriginalPng = "urn:eHDSI:orcd:png:2021";
constexpr std::string_view kOriginalJpeg = "urn:eHDSI:orcd:jpeg:2021";
constexpr std::string_view kMedicationOverviewFormat = "urn:epSOS:mro:mro:2013";
constexpr std::string_view kDispensationFormat = "urn:epSOS:ep:dis:2010";
constexpr std::string_view kDiscardFormat = "urn:eHDSI:ed:discard:2020";
constexpr std::string_view kConsentFormat = "urn:ihe:iti:bppc:2007";
constexpr std::string_view kEncounterReportFormat = "urn:epSOS:hcer:hcer:2013";

constexpr std::array kFormats{
    FormatCode{"urn:epSOS:ps:ps:2010", kEhdsiFormats, "epSOS coded Patient Summary"},
    FormatCode{"urn:epsos:ep:pre:2010", kEhdsiFormats, "epSOS coded ePrescription"},
    FormatCode{kPdfFormat, kPccFormats, "PDF/A coded document"},
    FormatCode{kMedicationOverviewFormat, kEhdsiFormats, "epSOS Coded MRO"},
    FormatCode{kOriginalPdf, kEhdsiFormats, "PDF/A coded document"},
    FormatCode{kOriginalPng, kEhdsiFormats, "PNG coded document"},
    FormatCode{kOriginalJpeg, kEhdsiFormats, "JPEG coded document"},
    FormatCode{kDispensationFormat, kEhdsiFormats, "eHDSI coded eDispensation"},
    FormatCode{kDiscardFormat, kEhdsiFormats, "eHDSI coded eDispensation Discard"},
    FormatCode{kConsentFormat, kPccFormats, "Consent"},
    FormatCode{"urn:ihe:iti:bppc-sd:2007", kPccFormats, "Consent"},
    FormatCode{kEncounterReportFormat, kEhdsiFormats, "epSOS Coded HCER"},
};

/// How documents of a class are exchanged.
enum class Exchange : std::uint8_t {
    Coded,      ///< listed; coded, perhaps with a PDF form
    Original,   ///< listed; a file inside a CDA
    NotQueried, ///< known, and never listed
};

struct DocumentClass {
    std::string_view code;
    std::string_view title;
    std::string_view format;
    Exchange exchange;
};

constexpr std::array kClasses{
    DocumentClass{kPatientSummary, "Patient Summary", "urn:epSOS:ps:ps:2010", Exchange::Coded},
    DocumentClass{kEPrescription, "eHDSI - ePrescription", "urn:epsos:ep:pre:2010", Exchange::Coded},
    DocumentClass{kMedicationOverview, "MRO Summary", kMedicationOverviewFormat, Exchange::Coded},
    DocumentClass{kHospitalDischargeReport, "OrCD Hospital Discharge Summary", kOriginalPdf,
                  Exchange::Original},
    DocumentClass{kLaboratoryReport, "OrCD Laboratory Report", kOriginalPdf, Exchange::Original},
    DocumentClass{kImagingReport, "OrCD Diagnostic Imaging Study", kOriginalPdf, Exchange::Original},
    DocumentClass{kMedicalImages, "OrCD Medical Image", kOriginalPng, Exchange::Original},
    DocumentClass{"60593-1", "eDispensation", kDispensationFormat, Exchange::NotQueried},
    DocumentClass{"DISCARD-60593-1", "eDispensation Discard", kDiscardFormat, Exchange::NotQueried},
    DocumentClass{"57016-8", "Privacy Policy Acknowledgement Document", kConsentFormat, Exchange::NotQueried},
    DocumentClass{"34133-9", "Summarization of Episode Note", kEncounterReportFormat, Exchange::NotQueried},
};

struct OriginalFormat {
    std::string_view mediaType;
    std::string_view format;
};

constexpr std::array kOriginalFormats{
    OriginalFormat{"application/pdf", kOriginalPdf}, OriginalFormat{"image/png", kOriginalPng},
    OriginalFormat{"image/jpeg", kOriginalJpeg},
    OriginalFormat{"image/jpg", kOriginalJpeg}, // no registered name, and yet in use
};

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool sameIgnoringCase(std::string_view a, std::string_view b) noexcept {
    return std::ranges::equal(a, b, {}, &lower, &lower);
}

const DocumentClass* findClass(std::string_view code) noexcept {
    const auto* found = std::ranges::find(kClasses, code, &DocumentClass::code);
    return found == kClasses.end() ? nullptr : found;
}

} // namespace

FormatCode formatCode(std::string_view code) noexcept {
    const auto* found = std::ranges::find_if(
        kFormats, [&](const FormatCode& row) { return sameIgnoringCase(row.code, code); });
    return found == kFormats.end() ? FormatCode{code, kEhdsiFormats, {}} : *found;
}

Level levelOf(std::string_view formatCode) noexcept {
    const bool original = std::ranges::any_of(kOriginalFormats, [&](const OriginalFormat& row) {
        return sameIgnoringCase(row.format, formatCode);
    });
    return original || sameIgnoringCase(formatCode, kPdfFormat) ? Level::L1 : Level::L3;
}

std::string_view formatCodeOf(std::string_view classCode, Level level) noexcept {
    const auto* found = findClass(classCode);
    if (found == nullptr) {
        return {};
    }
    return level == Level::L1 && found->exchange == Exchange::Coded ? kPdfFormat : found->format;
}

std::string_view originalDocumentFormat(std::string_view mediaType) noexcept {
    const auto type = mediaType.substr(0, mediaType.find_first_of("; "));
    const auto* found = std::ranges::find_if(
        kOriginalFormats, [&](const OriginalFormat& row) { return sameIgnoringCase(row.mediaType, type); });
    return found == kOriginalFormats.end() ? std::string_view{} : found->format;
}

std::string_view titleOf(std::string_view classCode) noexcept {
    const auto* found = findClass(classCode);
    return found == nullptr ? std::string_view{} : found->title;
}

bool isOriginalDocument(std::string_view classCode) noexcept {
    const auto* found = findClass(classCode);
    return found != nullptr && found->exchange == Exchange::Original;
}

bool isQueried(std::string_view classCode) noexcept {
    const auto* found = findClass(classCode);
    return found != nullptr && found->exchange != Exchange::NotQueried;
}

bool isKnownClass(std::string_view classCode) noexcept {
    return findClass(classCode) != nullptr;
}

std::string_view confidentialityName(std::string_view code) noexcept {
    if (code == "N") {
        return "Normal";
    }
    if (code == "R") {
        return "Restricted";
    }
    return code == "V" ? "Very Restricted" : code;
}

} // namespace ncp::ihe
