#include "base/wire_code.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace ncp {
namespace {

using enum ErrorCode;

constexpr auto kError = Severity::Error;
constexpr auto kWarning = Severity::Warning;

constexpr CodeUses kDiscovery = 1;
constexpr CodeUses kQuery = 2;
constexpr CodeUses kRetrieve = 4;
constexpr CodeUses kProvide = 8;
constexpr CodeUses kDocuments = kQuery | kRetrieve;
constexpr CodeUses kRegistry = kDocuments | kProvide;
constexpr CodeUses kAll = kDiscovery | kRegistry;

/// A name that both releases send as it is.
constexpr WireCode named(std::string_view name, Severity severity, CodeUses uses, ErrorCode meaning) {
    return {name, name, name, severity, uses, meaning};
}
/// A name that came after 7.1.
constexpr WireCode later(std::string_view name, Severity severity, CodeUses uses, ErrorCode meaning) {
    return {name, name, {}, severity, uses, meaning};
}
/// A constant that both releases send as a number.
constexpr WireCode numbered(std::string_view name, std::string_view number, Severity severity, CodeUses uses,
                            ErrorCode meaning) {
    return {name, number, number, severity, uses, meaning};
}
/// A constant that 7.1 sends as a number and 9 by its name.
constexpr WireCode renamed(std::string_view name, std::string_view number, Severity severity, CodeUses uses,
                           ErrorCode meaning) {
    return {name, name, number, severity, uses, meaning};
}
/// A constant of 9 whose spelling is not its name.
constexpr WireCode spelled(std::string_view name, std::string_view wire, Severity severity, CodeUses uses,
                           ErrorCode meaning) {
    return {name, wire, {}, severity, uses, meaning};
}
/// What became of the transformation of the document. Translation codes and transcoding codes of the
/// reference share these numbers with different texts; both say that the document is not fully coded.
constexpr WireCode transcoding(std::string_view number) {
    return {number, number, number, kError, kRetrieve, TranscodingFailed};
}
constexpr WireCode translation(std::string_view number) {
    return {number, number, number, kWarning, kRetrieve, TranslationIncomplete};
}

constexpr std::array kCodes{
    named("ERROR_GENERIC", kError, kAll, PeerFault),
    named("WARNING_GENERIC", kWarning, kAll, PeerFault),
    named("ERROR_GENERIC_CONNECTION_NOT_POSSIBLE", kError, kAll, ConnectionNotPossible),
    named("ERROR_GENERIC_DOCUMENT_MISSING", kError, kRetrieve, DocumentMissing),
    named("ERROR_GENERIC_SERVICE_SIGNIFIER_UNKNOWN", kError, kRegistry, ClassCodeUnknown),

    named("ERROR_HPI_GENERIC", kError, kAll, AssertionFieldsInvalid),
    named("WARNING_HPI_GENERIC", kWarning, kAll, AssertionFieldsInvalid),
    named("ERROR_HPI_NO_INFORMATION", kError, kAll, AssertionFieldsMissing),
    named("ERROR_HPI_HAI_NO_INFORMATION", kError, kAll, AssertionFieldsMissing),
    named("ERROR_HPI_POC_NO_INFORMATION", kError, kAll, AssertionFieldsMissing),
    named("ERROR_HPI_INSUFFICIENT_INFORMATION", kError, kAll, AssertionFieldsMissing),
    named("ERROR_HPI_AUTHENTICATION_NOT_RECEIVED", kError, kAll, AuthenticationNotReceived),

    named("ERROR_PI_GENERIC", kError, kDiscovery, PatientServiceFailed),
    named("WARNING_PI_GENERIC", kWarning, kDiscovery, PatientServiceFailed),
    named("ERROR_PI_NO_MATCH", kError, kDiscovery, PatientNoMatch),
    named("ERROR_PI_MULTIPLE_MATCHES", kError, kDiscovery, PatientSeveralMatches),
    later("ERROR_PI_INCORRECT_FORMATTING", kError, kDiscovery, AssertionFieldsInvalid),
    later("ERROR_PI_MISSING_REQUIRED_FIELDS", kError, kDiscovery, PatientQueryIncomplete),
    later("ERROR_PI_REGISTRY_NOT_AVAILABLE", kError, kDiscovery, RegistryNotAvailable),
    later("ERROR_PI_INTERNAL_ERROR", kError, kDiscovery, PatientServiceFailed),
    later("WARNING_PI_NO_CONSENT", kWarning, kDiscovery, NoConsent),

    named("ERROR_PS_GENERIC", kError, kDocuments, SummaryFailed),
    named("WARNING_PS_GENERIC", kWarning, kDocuments, SummaryFailed),
    named("ERROR_PS_MISSING_BASIC_SECTIONS", kError, kDocuments, BasicDataMissing),
    named("WARNING_PS_MISSING_BASIC_DATA", kWarning, kDocuments, BasicDataMissing),
    later("ERROR_PS_MISSING_BASIC_DATA", kError, kDocuments, BasicDataMissing),
    named("ERROR_PS_MISSING_EXPECTED_MAPPING", kError, kRetrieve, SummaryMappingMissing),
    named("WARNING_PS_MISSING_EXPECTED_MAPPING", kWarning, kRetrieve, TranslationIncomplete),
    WireCode{"WARNING_PS_MISSING_EXPECTED_TRANSLATION", "EHDSI_WARNING_PS_MISSING_EXPECTED_TRANSLATION",
             "EHDSI_WARNING_PS_MISSING_EXPECTED_TRANSLATION", kWarning, kRetrieve, TranslationIncomplete},
    named("ERROR_PS_PDF_FORMAT_NOT_PROVIDED", kError, kDocuments, PdfNotProvided),
    later("ERROR_PS_INCORRECT_FORMATTING", kError, kDocuments, AssertionFieldsInvalid),
    later("ERROR_PS_MISSING_REQUIRED_FIELDS", kError, kDocuments, AssertionFieldsMissing),
    later("ERROR_PS_NO_CONSENT", kError, kDocuments, NoConsent),
    later("ERROR_PS_INTERNAL_ERROR", kError, kDocuments, SummaryFailed),
    later("ERROR_PS_REGISTRY_NOT_AVAILABLE", kError, kDocuments, RegistryNotAvailable),
    renamed("ERROR_PS_NOT_FOUND", "1102", kWarning, kDocuments, SummaryNotFound),

    named("ERROR_EP_GENERIC", kError, kDocuments, PrescriptionFailed),
    named("WARNING_EP_GENERIC", kWarning, kDocuments, PrescriptionFailed),
    named("WARNING_EP_MISSING_BASIC_DATA", kWarning, kDocuments, BasicDataMissing),
    later("ERROR_EP_MISSING_BASIC_DATA", kError, kDocuments, BasicDataMissing),
    named("ERROR_EP_MISSING_EXPECTED_MAPPING", kError, kRetrieve, PrescriptionMappingMissing),
    named("WARNING_EP_MISSING_EXPECTED_MAPPING", kWarning, kRetrieve, TranslationIncomplete),
    named("WARNING_EP_MISSING_EXPECTED_TRANSLATION", kWarning, kRetrieve, TranslationIncomplete),
    named("ERROR_EP_PDF_FORMAT_NOT_PROVIDED", kError, kDocuments, PdfNotProvided),
    later("ERROR_EP_INCORRECT_FORMATTING", kError, kDocuments, AssertionFieldsInvalid),
    later("ERROR_EP_MISSING_REQUIRED_FIELDS", kError, kDocuments, AssertionFieldsMissing),
    later("ERROR_EP_INTERNAL_ERROR", kError, kDocuments, PrescriptionFailed),
    later("ERROR_EP_NO_CONSENT", kError, kDocuments, NoConsent),
    spelled("ERROR_EP_LIST_INCORRECT_FORMATTING", "ERROR_EP_INCORRECT_FORMATTING", kError, kQuery,
            AssertionFieldsInvalid),
    spelled("ERROR_EP_LIST_MISSING_REQUIRED_FIELDS", "ERROR_EP_MISSING_REQUIRED_FIELDS", kError, kQuery,
            AssertionFieldsMissing),
    spelled("ERROR_EP_LIST_REGISTRY_NOT_AVAILABLE", "ERROR_EP_REGISTRY_NOT_AVAILABLE", kError, kDocuments,
            RegistryNotAvailable),
    spelled("ERROR_EP_LIST_INTERNAL_ERROR", "ERROR_EP_INTERNAL_ERROR", kError, kQuery, PrescriptionFailed),
    spelled("ERROR_EP_LIST_NO_CONSENT", "ERROR_EP_NO_CONSENT", kError, kQuery, NoConsent),
    renamed("ERROR_EP_NOT_FOUND", "1101", kWarning, kDocuments, PrescriptionNotFound),

    named("ERROR_ED_GENERIC", kError, kProvide, DispensationFailed),
    named("WARNING_ED_GENERIC", kWarning, kProvide, DispensationFailed),
    named("ERROR_ED_NOT_DISPENSABLE_EPRESCRIPTION", kError, kProvide, PrescriptionNotDispensable),
    named("ERROR_ED_SUBSTITUTION_INFORMATION_NOT_ALLOWED", kError, kProvide, SubstitutionNotAllowed),
    named("ERROR_ED_EPRESCRIPTION_NOT_IDENTIFIABLE", kError, kProvide, PrescriptionNotIdentifiable),
    named("WARNING_ED_MISSING_BASIC_DATA", kWarning, kProvide, DispensationFieldsMissing),
    named("ERROR_ED_MISSING_EXPECTED_MAPPING", kError, kProvide, TranscodingFailed),
    named("WARNING_ED_MISSING_EXPECTED_MAPPING", kWarning, kProvide, TranslationIncomplete),
    named("ERROR_ED_INFORMATION_NOT_STORE", kError, kProvide, DispensationNotStored),
    named("ERROR_ED_EDISPENSATION_NOT_STORED", kError, kProvide, DispensationNotStored),
    named("ERROR_ED_EDISPENSATION_ACK_NOT_RECEIVED", kError, kProvide, DispensationUnknown),
    named("ERROR_ED_EPRESCRIPTION_NOT_UPDATED", kError, kProvide, PrescriptionNotUpdated),
    named("ERROR_ED_DISCARD_SERVICE_NOT_AVAILABLE", kError, kProvide, DiscardNotAvailable),
    named("ERROR_ED_DISCARD_FAILED", kError, kProvide, DiscardFailed),
    named("WARNING_ED_DISCARD_MISSING_MANDATORY_DATA", kWarning, kProvide, DispensationFieldsMissing),
    later("ERROR_ED_INCORRECT_FORMATTING", kError, kProvide, DispensationFormatNotValid),
    later("ERROR_ED_MISSING_REQUIRED_FIELDS", kError, kProvide, DispensationFieldsMissing),
    later("ERROR_ED_INTERNAL_ERROR", kError, kProvide, DispensationFailed),
    later("ERROR_ED_MISSING_BASIC_DATA", kError, kProvide, DispensationFieldsMissing),
    later("ERROR_ED_REGISTRY_NOT_AVAILABLE", kError, kProvide, RegistryNotAvailable),
    later("ERROR_ED_NO_CONSENT", kError, kProvide, NoConsent),

    named("ERROR_ORCD_GENERIC", kError, kDocuments, OriginalDocumentFailed),
    named("WARNING_ORCD_GENERIC", kWarning, kDocuments, OriginalDocumentFailed),
    named("ERROR_ORCD_SERVICE_NOT_AVAILABLE", kError, kDocuments, RegistryNotAvailable),
    named("WARNING_ORCD_MISSING_MANDATORY_DATA", kWarning, kDocuments, BasicDataMissing),
    named("ERROR_ORCD_INCORRECT_FORMAT", kError, kDocuments, OriginalDocumentFailed),
    named("WARNING_ORCD_MISSING_MANDATORY_METADATA", kWarning, kDocuments, BasicDataMissing),

    named("ERROR_HQI_GENERIC", kError, kRegistry, DataQuality),
    named("WARNING_HQI_GENERIC", kWarning, kRegistry, DataQuality),
    named("WARNING_HQI_A_INFORMATION_NOT_PROPERLY_STRUCTURED", kWarning, kRegistry, DataQuality),
    named("WARNING_HQI_B_INFORMATION_NOT_PROPERLY_STRUCTURED", kWarning, kRegistry, DataQuality),

    named("ERROR_SEC_GENERIC", kError, kAll, SecurityGeneric),
    named("WARNING_SEC_GENERIC", kWarning, kAll, SecurityGeneric),
    named("ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED", kError, kAll, IntegrityNotEnsured),
    named("WARNING_SEC_UNEXPECTED_NUMBER_OF_REQUESTS", kWarning, kAll, RateLimited),
    named("WARNING_SEC_UNEXPECTED_NUMBER_OF_REQUESTS_FOR_UNIQUE_PATIENT", kWarning, kAll, RateLimited),
    named("WARNING_SEC_UNEXPECTED_NUMBER_OF_REQUESTS_FOR_UNIQUE_POINT_OF_CARE", kWarning, kAll, RateLimited),
    named("ERROR_UI_TRANSFORMATION", kError, kRetrieve, TranscodingFailed),

    numbered("ERROR_NOT_VALID_ASSERTION", "1001", kError, kAll, AssertionNotValid),
    numbered("ERROR_NOT_VALID_TRC_ASSERTION", "1002", kError, kAll, TreatmentRelationNotValid),
    numbered("ERROR_DOCUMENT_NOT_FOUND", "1100", kWarning, kDocuments, DocumentNotFound),
    numbered("ERROR_MRO_NO_DATA", "1103", kWarning, kDocuments, MedicationOverviewNotFound),
    numbered("ERROR_ORCD_NOT_FOUND", "1104", kWarning, kDocuments, OriginalDocumentNotFound),
    numbered("ERROR_DOCUMENT_NOT_PROCESSED", "2201", kError, kRegistry, DocumentNotProcessed),
    numbered("ERROR_RENDERING_INCOMPLETE", "4101", kWarning, kDocuments, CollectionIncomplete),
    numbered("ERROR_COLLECTION_INCOMPLETE", "4102", kWarning, kDocuments, CollectionIncomplete),
    WireCode{"ERROR_EP_REGISTRY_NOT_ACCESSIBLE", "4103", "4103", kWarning, kDocuments, RegistryNotAvailable},
    numbered("ERROR_EP_NOT_AVAILABLE", "4104", kError, kRegistry, PrescriptionFailed),
    numbered("ERROR_EP_NOT_MATCHING", "4105", kError, kProvide, PrescriptionNotMatching),
    numbered("ERROR_EP_ALREADY_DISPENSED", "4106", kError, kProvide, PrescriptionAlreadyDispensed),
    numbered("ERROR_ORIGINAL_DATA_MISSING", "4107", kError, kRegistry, OriginalDataMissing),
    numbered("ERROR_PIVOT_MISSING", "4108", kError, kRegistry, PivotMissing),
    numbered("ERROR_UNSUPPORTED_FEATURE", "4201", kError, kAll, UnsupportedFeature),
    numbered("ERROR_UNKNOWN_SIGNIFIER", "4202", kError, kDocuments, ClassCodeUnknown),
    numbered("ERROR_UNKNOWN_SIGNIFIER", "4202", kError, kProvide, SubmissionUnknown),
    numbered("ERROR_TRANSCODING_ERROR", "4203", kError, kRegistry, TranscodingFailed),
    numbered("ERROR_UNKNOWN_FILTER", "4204", kError, kDocuments, FilterNotValid),
    numbered("ERROR_UNKNOWN_OPTION", "4205", kError, kDocuments, FilterNotValid),
    numbered("ERROR_UNKNOWN_PATIENT_IDENTIFIER", "4206", kError, kAll, UnknownPatientIdentifier),
    numbered("ERROR_4207", "4207", kError, kAll, UnknownPatientIdentifier),
    numbered("ERROR_NO_CONSENT", "4701", kError, kAll, NoConsent),
    numbered("ERROR_WEAK_AUTHENTICATION", "4702", kError, kAll, WeakAuthentication),
    numbered("ERROR_INSUFFICIENT_RIGHTS", "4703", kError, kAll, InsufficientRights),
    numbered("ERROR_NO_SIGNATURE", "4704", kError, kProvide, SignatureRequired),
    numbered("ERROR_POLICY_VIOLATION", "4705", kError, kAll, PolicyViolation),
    numbered("ERROR_UNKNOWN_POLICY", "4706", kError, kAll, PolicyViolation),

    named("XDSMissingDocument", kError, kRegistry, DocumentMissing),
    named("XDSRepositoryError", kError, kRegistry, PeerFault),
    named("XDSRegistryError", kError, kRegistry, PeerFault),
    named("XDSRegistryNotAvailable", kError, kRegistry, RegistryNotAvailable),
    named("XDSRegistryBusy", kError, kRegistry, PeerBusy),
    named("XDSRepositoryBusy", kError, kRegistry, PeerBusy),
    named("XDSRegistryOutOfResources", kError, kRegistry, PeerBusy),
    named("XDSRepositoryOutOfResources", kError, kRegistry, PeerBusy),
    named("XDSDocumentUniqueIdError", kError, kRetrieve, DocumentMissing),
    named("XDSUnknownRepositoryId", kError, kRetrieve, DocumentMissing),
    named("XDSUnknownCommunity", kError, kDocuments, WrongReceiver),
    named("XDSMissingHomeCommunityId", kError, kDocuments, WrongReceiver),
    named("XDSUnavailableCommunity", kError, kDocuments, ConnectionNotPossible),
    named("XDSUnknownPatientId", kError, kRegistry, UnknownPatientIdentifier),
    named("XDSPatientIdDoesNotMatch", kError, kProvide, UnknownPatientIdentifier),
    named("XDSStoredQueryMissingParam", kError, kQuery, FilterNotValid),
    named("XDSStoredQueryParamNumber", kError, kQuery, FilterNotValid),
    named("XDSUnknownStoredQuery", kError, kQuery, UnsupportedFeature),
    named("XDSTooManyResults", kError, kQuery, FilterNotValid),
    named("XDSRegistryMetadataError", kError, kProvide, DispensationFormatNotValid),
    named("XDSRepositoryMetadataError", kError, kProvide, DispensationFormatNotValid),
    named("XDSMissingDocumentMetadata", kError, kProvide, DispensationFormatNotValid),

    transcoding("4500"),
    transcoding("4501"),
    transcoding("4502"),
    transcoding("4503"),
    transcoding("4504"),
    transcoding("4505"),
    transcoding("4506"),
    transcoding("4507"),
    transcoding("4508"),
    transcoding("4509"),
    transcoding("4510"),
    transcoding("4511"),
    transcoding("4512"),
    transcoding("4513"),
    translation("2401"),
    translation("2402"),
    translation("2403"),
    translation("2404"),
    translation("2405"),
    translation("2406"),
    translation("2500"),
    translation("2501"),
    translation("2502"),
    translation("2503"),
    translation("2504"),
    translation("2505"),
    translation("2506"),
    translation("2507"),
    translation("2508"),
    translation("2509"),
};

/// A code that has a spelling of its own for what it is about.
struct FamilyCode {
    ErrorCode code;
    CodeFamily family;
    std::string_view wire;
    std::string_view former; ///< empty where 7.1 knows `wire`
};
constexpr std::array kFamilyCodes{
    FamilyCode{NoConsent, CodeFamily::Patient, "WARNING_PI_NO_CONSENT", "ERROR_PI_GENERIC"},
    FamilyCode{NoConsent, CodeFamily::Summary, "ERROR_PS_NO_CONSENT", "4701"},
    FamilyCode{NoConsent, CodeFamily::Prescription, "ERROR_EP_NO_CONSENT", "4701"},
    FamilyCode{RegistryNotAvailable, CodeFamily::Patient, "ERROR_PI_REGISTRY_NOT_AVAILABLE",
               "ERROR_PI_GENERIC"},
    FamilyCode{RegistryNotAvailable, CodeFamily::Summary, "ERROR_PS_REGISTRY_NOT_AVAILABLE",
               "ERROR_PS_GENERIC"},
    FamilyCode{RegistryNotAvailable, CodeFamily::Dispensation, "ERROR_ED_REGISTRY_NOT_AVAILABLE",
               "ERROR_ED_GENERIC"},
    FamilyCode{RegistryNotAvailable, CodeFamily::OriginalDocument, "ERROR_ORCD_SERVICE_NOT_AVAILABLE", ""},
    FamilyCode{PdfNotProvided, CodeFamily::Summary, "ERROR_PS_PDF_FORMAT_NOT_PROVIDED", ""},
    FamilyCode{PdfNotProvided, CodeFamily::Prescription, "ERROR_EP_PDF_FORMAT_NOT_PROVIDED", ""},
    FamilyCode{BasicDataMissing, CodeFamily::Prescription, "ERROR_EP_MISSING_BASIC_DATA",
               "WARNING_EP_MISSING_BASIC_DATA"},
    FamilyCode{BasicDataMissing, CodeFamily::Dispensation, "ERROR_ED_MISSING_BASIC_DATA",
               "WARNING_ED_MISSING_BASIC_DATA"},
    FamilyCode{BasicDataMissing, CodeFamily::OriginalDocument, "WARNING_ORCD_MISSING_MANDATORY_DATA", ""},
    FamilyCode{TranslationIncomplete, CodeFamily::Summary, "EHDSI_WARNING_PS_MISSING_EXPECTED_TRANSLATION",
               ""},
    FamilyCode{TranslationIncomplete, CodeFamily::Prescription, "WARNING_EP_MISSING_EXPECTED_TRANSLATION",
               ""},
};

struct GenericCode {
    CodeFamily family;
    std::string_view wire;
};
constexpr std::string_view kGeneric = "ERROR_GENERIC";
/// What a family says instead of ERROR_GENERIC.
constexpr std::array kGenericCodes{
    GenericCode{CodeFamily::General, kGeneric},
    GenericCode{CodeFamily::Patient, "ERROR_PI_GENERIC"},
    GenericCode{CodeFamily::Summary, "ERROR_PS_GENERIC"},
    GenericCode{CodeFamily::Prescription, "ERROR_EP_GENERIC"},
    GenericCode{CodeFamily::Dispensation, "ERROR_ED_GENERIC"},
    GenericCode{CodeFamily::OriginalDocument, "ERROR_ORCD_GENERIC"},
};

std::string_view inStyle(std::string_view wire, std::string_view former, CodeStyle style) noexcept {
    return style == CodeStyle::Numbers && !former.empty() ? former : wire;
}

bool isSpelled(const WireCode& row, std::string_view wire) noexcept {
    return row.wire == wire || row.former == wire || row.name == wire;
}

} // namespace

std::span<const WireCode> wireCodes() noexcept {
    return kCodes;
}

std::string_view wireCode(ErrorCode code, WireForm form) noexcept {
    const auto* own = std::ranges::find_if(
        kFamilyCodes, [&](const FamilyCode& row) { return row.code == code && row.family == form.family; });
    if (own != kFamilyCodes.end()) {
        return inStyle(own->wire, own->former, form.style);
    }
    const auto& row = spec(code);
    if (row.wire == kGeneric) {
        return std::ranges::find(kGenericCodes, form.family, &GenericCode::family)->wire;
    }
    return inStyle(row.wire, row.former, form.style);
}

std::optional<ErrorCode> errorFromWire(std::string_view wire, CodeUse use) noexcept {
    if (wire.empty()) {
        return std::nullopt;
    }
    const auto* row = std::ranges::find_if(kCodes, [&](const WireCode& code) {
        return isSpelled(code, wire) && (code.uses & static_cast<CodeUses>(use)) != 0;
    });
    return row == kCodes.end() ? errorFromWire(wire) : std::optional{row->meaning};
}

std::optional<ErrorCode> errorFromWire(std::string_view wire) noexcept {
    if (wire.empty()) {
        return std::nullopt;
    }
    const auto* row =
        std::ranges::find_if(kCodes, [&](const WireCode& code) { return isSpelled(code, wire); });
    return row == kCodes.end() ? std::nullopt : std::optional{row->meaning};
}

} // namespace ncp
