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
    std::string_view wire;   ///< name on the wire as OpenNCP 9 has it
    std::string_view number; ///< what OpenNCP 7.1 sends instead where it has a number, else empty
    Severity severity;
    int httpStatus; ///< of our JSON API, or of the SOAP answer when the error becomes a fault
};

std::span<const ErrorSpec> errorTable() noexcept;
const ErrorSpec& spec(ErrorCode code) noexcept;

/// The code for a wire name or number as a peer may send it; nothing for unknown ones.
std::optional<ErrorCode> errorFromWire(std::string_view wire) noexcept;

} // namespace ncp
