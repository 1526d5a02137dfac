#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace ncp {

/// Everything that can go wrong, once. The table in error_table.cpp gives each its names and weight;
/// the sentence that a clinician reads stands in config/texts/errors.tsv under the code's `id`.
enum class ErrorCode : std::uint8_t {
    // message and transport
    MalformedXml,
    XmlLimitExceeded,
    MalformedMessage,
    UnsupportedContentType,
    UnknownAction,
    NotUnderstood,
    BodyTooLarge,
    Replayed,
    Overloaded,
    RateLimited,
    ShuttingDown,
    DeadlineExceeded,
    ConnectionNotPossible,
    PeerAnswerInvalid,
    PeerFault,
    PeerBusy,
    // trust
    NoClientCertificate,
    PeerUntrusted,
    SecurityHeaderMissing,
    AuthenticationNotReceived,
    AssertionFieldsMissing,
    AssertionFieldsInvalid,
    AssertionNotValid,
    TreatmentRelationNotValid,
    AssertionsContradict,
    IntegrityNotEnsured,
    SignatureNotValid,
    InsufficientRights,
    WeakAuthentication,
    NoConsent,
    PolicyViolation,
    // patient identification
    PatientNoMatch,
    PatientSeveralMatches,
    PatientQueryIncomplete,
    PatientDemographicsRequested,
    PatientQueryNotAllowed,
    PatientServiceFailed,
    PatientCardRequested,
    PatientAuthenticationRequired,
    PatientPrivacy,
    WrongReceiver,
    UnknownPatientIdentifier,
    // documents
    SummaryNotFound,
    PrescriptionNotFound,
    MedicationOverviewNotFound,
    OriginalDocumentNotFound,
    DocumentNotFound,
    DocumentMissing,
    ClassCodeUnknown,
    RegistryNotAvailable,
    SummaryFailed,
    PrescriptionFailed,
    OriginalDocumentFailed,
    SummaryMappingMissing,
    PrescriptionMappingMissing,
    TranscodingFailed,
    FilterNotValid,
    DocumentIntegrity,
    PdfNotProvided,
    SignatureRequired,
    CollectionIncomplete,
    DocumentNotProcessed,
    OriginalDataMissing,
    PivotMissing,
    BasicDataMissing,
    TranslationIncomplete,
    DataQuality,
    // dispensation
    DispensationFailed,
    DispensationUnknown,
    PrescriptionNotMatching,
    PrescriptionAlreadyDispensed,
    PrescriptionNotDispensable,
    PrescriptionNotIdentifiable,
    SubstitutionNotAllowed,
    DispensationFieldsMissing,
    DispensationFormatNotValid,
    DispensationNotStored,
    SubmissionUnknown,
    DiscardFailed,
    DiscardNotAvailable,
    PrescriptionNotUpdated,
    // discovery
    PeerNotFound,
    DiscoveryNotPossible,
    DiscoveryUntrusted,
    // ourselves
    UnsupportedFeature,
    InputRefused,
    ConfigurationInvalid,
    StorageFailed,
    SecurityGeneric,
    Internal,
};

enum class Severity : std::uint8_t { Warning, Error };

/// One row of the error table.
struct ErrorSpec {
    ErrorCode code;
    std::string_view id;     ///< ours, dotted: key of the texts, metrics and audit rows
    std::string_view wire;   ///< code on the wire as OpenNCP 9 has it, whatever it is about
    std::string_view former; ///< what OpenNCP 7.1 knows instead; empty where it knows `wire`
    Severity severity;
    int httpStatus; ///< of our JSON API, or of the SOAP answer when the error becomes a fault
};

std::span<const ErrorSpec> errorTable() noexcept;
const ErrorSpec& spec(ErrorCode code) noexcept;

/// The code for a spelling that a peer may send, in any transaction; nothing for unknown ones.
std::optional<ErrorCode> errorFromWire(std::string_view wire) noexcept;

} // namespace ncp
