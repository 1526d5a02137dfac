#include "base/error_table.hpp"

#include <array>
#include <cstddef>

namespace ncp {
namespace {

constexpr auto kError = Severity::Error;
constexpr auto kWarning = Severity::Warning;

constexpr std::array kErrors{
    ErrorSpec{ErrorCode::MalformedXml, "message.malformed_xml", "ERROR_GENERIC", "", kError, 400},
    ErrorSpec{ErrorCode::XmlLimitExceeded, "message.xml_limit", "ERROR_GENERIC", "", kError, 400},
    ErrorSpec{ErrorCode::MalformedMessage, "message.malformed", "ERROR_GENERIC", "", kError, 400},
    ErrorSpec{ErrorCode::UnsupportedContentType, "message.content_type", "ERROR_GENERIC", "", kError, 415},
    ErrorSpec{ErrorCode::UnknownAction, "message.unknown_action", "ERROR_GENERIC", "", kError, 400},
    ErrorSpec{ErrorCode::NotUnderstood, "message.not_understood", "ERROR_GENERIC", "", kError, 500},
    ErrorSpec{ErrorCode::BodyTooLarge, "message.too_large", "ERROR_GENERIC", "", kError, 413},
    ErrorSpec{ErrorCode::Replayed, "message.replayed", "ERROR_SEC_GENERIC", "", kError, 400},
    ErrorSpec{ErrorCode::Overloaded, "service.overloaded", "ERROR_GENERIC", "", kError, 503},
    ErrorSpec{ErrorCode::RateLimited, "service.rate_limited", "ERROR_GENERIC", "", kError, 429},
    ErrorSpec{ErrorCode::ShuttingDown, "service.shutting_down", "ERROR_GENERIC", "", kError, 503},
    ErrorSpec{ErrorCode::DeadlineExceeded, "peer.deadline", "ERROR_GENERIC_CONNECTION_NOT_POSSIBLE", "",
              kError, 504},
    ErrorSpec{ErrorCode::ConnectionNotPossible, "peer.unreachable", "ERROR_GENERIC_CONNECTION_NOT_POSSIBLE",
              "", kError, 502},
    ErrorSpec{ErrorCode::PeerAnswerInvalid, "peer.answer_invalid", "ERROR_GENERIC", "", kError, 502},
    ErrorSpec{ErrorCode::PeerFault, "peer.fault", "ERROR_GENERIC", "", kError, 502},
    ErrorSpec{ErrorCode::PeerBusy, "peer.busy", "ERROR_GENERIC", "", kError, 502},
    ErrorSpec{ErrorCode::NoClientCertificate, "trust.no_client_certificate", "ERROR_SEC_GENERIC", "", kError,
              403},
    ErrorSpec{ErrorCode::PeerUntrusted, "trust.peer_untrusted", "ERROR_SEC_GENERIC", "", kError, 502},
    ErrorSpec{ErrorCode::SecurityHeaderMissing, "trust.security_header_missing", "1001", "", kError, 403},
    ErrorSpec{ErrorCode::AuthenticationNotReceived, "trust.hcp_missing",
              "ERROR_HPI_AUTHENTICATION_NOT_RECEIVED", "", kError, 403},
    ErrorSpec{ErrorCode::AssertionFieldsMissing, "trust.hcp_incomplete", "ERROR_HPI_GENERIC", "", kError,
              403},
    ErrorSpec{ErrorCode::AssertionFieldsInvalid, "trust.hcp_invalid", "ERROR_HPI_GENERIC", "", kError, 403},
    ErrorSpec{ErrorCode::AssertionNotValid, "trust.assertion_not_valid", "1001", "", kError, 403},
    ErrorSpec{ErrorCode::TreatmentRelationNotValid, "trust.trc_not_valid", "1002", "", kError, 403},
    ErrorSpec{ErrorCode::AssertionsContradict, "trust.assertions_contradict", "4703", "", kError, 403},
    ErrorSpec{ErrorCode::IntegrityNotEnsured, "trust.integrity", "ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED", "",
              kError, 403},
    ErrorSpec{ErrorCode::SignatureNotValid, "trust.signature", "ERROR_SEC_GENERIC", "", kError, 403},
    ErrorSpec{ErrorCode::InsufficientRights, "trust.insufficient_rights", "4703", "", kError, 403},
    ErrorSpec{ErrorCode::WeakAuthentication, "trust.weak_authentication", "4702", "", kError, 403},
    ErrorSpec{ErrorCode::NoConsent, "consent.missing", "4701", "", kError, 403},
    ErrorSpec{ErrorCode::PolicyViolation, "policy.violation", "4705", "", kError, 403},
    ErrorSpec{ErrorCode::PatientNoMatch, "patient.no_match", "ERROR_PI_NO_MATCH", "", kError, 404},
    ErrorSpec{ErrorCode::PatientSeveralMatches, "patient.several", "ERROR_PI_MULTIPLE_MATCHES", "", kError,
              409},
    ErrorSpec{ErrorCode::PatientQueryIncomplete, "patient.query_incomplete",
              "ERROR_PI_MISSING_REQUIRED_FIELDS", "ERROR_PI_GENERIC", kError, 422},
    ErrorSpec{ErrorCode::PatientDemographicsRequested, "patient.more_needed", "ERROR_PI_GENERIC", "", kError,
              422},
    ErrorSpec{ErrorCode::PatientQueryNotAllowed, "patient.query_not_allowed", "ERROR_PI_GENERIC", "", kError,
              422},
    ErrorSpec{ErrorCode::PatientServiceFailed, "patient.service_failed", "ERROR_PI_GENERIC", "", kError, 502},
    ErrorSpec{ErrorCode::PatientCardRequested, "patient.card_requested", "ERROR_PI_GENERIC", "", kError, 422},
    ErrorSpec{ErrorCode::PatientAuthenticationRequired, "patient.authentication_required", "ERROR_PI_GENERIC",
              "", kError, 422},
    ErrorSpec{ErrorCode::PatientPrivacy, "patient.privacy", "ERROR_PI_GENERIC", "", kError, 403},
    ErrorSpec{ErrorCode::WrongReceiver, "patient.wrong_receiver", "ERROR_PI_GENERIC", "", kError, 400},
    ErrorSpec{ErrorCode::UnknownPatientIdentifier, "patient.identifier_mismatch", "4206", "", kError, 403},
    ErrorSpec{ErrorCode::SummaryNotFound, "summary.not_found", "ERROR_PS_NOT_FOUND", "1102", kWarning, 404},
    ErrorSpec{ErrorCode::PrescriptionNotFound, "prescription.not_found", "ERROR_EP_NOT_FOUND", "1101",
              kWarning, 404},
    ErrorSpec{ErrorCode::MedicationOverviewNotFound, "medication_overview.not_found", "1103", "", kWarning,
              404},
    ErrorSpec{ErrorCode::OriginalDocumentNotFound, "original_document.not_found", "1104", "", kWarning, 404},
    ErrorSpec{ErrorCode::DocumentNotFound, "document.not_found", "1100", "", kWarning, 404},
    ErrorSpec{ErrorCode::DocumentMissing, "document.missing", "XDSMissingDocument", "", kError, 404},
    ErrorSpec{ErrorCode::ClassCodeUnknown, "document.class_unknown",
              "ERROR_GENERIC_SERVICE_SIGNIFIER_UNKNOWN", "", kError, 422},
    ErrorSpec{ErrorCode::RegistryNotAvailable, "registry.not_available", "ERROR_EP_REGISTRY_NOT_AVAILABLE",
              "4103", kWarning, 502},
    ErrorSpec{ErrorCode::SummaryFailed, "summary.failed", "ERROR_PS_GENERIC", "", kError, 502},
    ErrorSpec{ErrorCode::PrescriptionFailed, "prescription.failed", "ERROR_EP_GENERIC", "", kError, 502},
    ErrorSpec{ErrorCode::OriginalDocumentFailed, "original_document.failed", "ERROR_ORCD_GENERIC", "", kError,
              502},
    ErrorSpec{ErrorCode::SummaryMappingMissing, "summary.mapping_missing",
              "ERROR_PS_MISSING_EXPECTED_MAPPING", "", kError, 502},
    ErrorSpec{ErrorCode::PrescriptionMappingMissing, "prescription.mapping_missing",
              "ERROR_EP_MISSING_EXPECTED_MAPPING", "", kError, 502},
    ErrorSpec{ErrorCode::TranscodingFailed, "document.transcoding", "4203", "", kError, 502},
    ErrorSpec{ErrorCode::FilterNotValid, "document.filter_not_valid", "4204", "", kError, 422},
    ErrorSpec{ErrorCode::DocumentIntegrity, "document.integrity", "ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED", "",
              kError, 502},
    ErrorSpec{ErrorCode::PdfNotProvided, "document.pdf_not_provided", "4201", "", kError, 404},
    ErrorSpec{ErrorCode::SignatureRequired, "document.signature_required", "4704", "", kError, 422},
    ErrorSpec{ErrorCode::CollectionIncomplete, "document.collection_incomplete", "4102", "", kWarning, 502},
    ErrorSpec{ErrorCode::DocumentNotProcessed, "document.not_processed", "2201", "", kError, 502},
    ErrorSpec{ErrorCode::OriginalDataMissing, "document.original_missing", "4107", "", kError, 422},
    ErrorSpec{ErrorCode::PivotMissing, "document.pivot_missing", "4108", "", kError, 422},
    ErrorSpec{ErrorCode::BasicDataMissing, "document.basic_data_missing", "ERROR_PS_MISSING_BASIC_DATA",
              "ERROR_PS_MISSING_BASIC_SECTIONS", kError, 502},
    ErrorSpec{ErrorCode::TranslationIncomplete, "document.translation_incomplete", "2504", "", kWarning, 502},
    ErrorSpec{ErrorCode::DataQuality, "document.data_quality", "ERROR_HQI_GENERIC", "", kError, 502},
    ErrorSpec{ErrorCode::DispensationFailed, "dispensation.failed", "ERROR_ED_GENERIC", "", kError, 502},
    ErrorSpec{ErrorCode::DispensationUnknown, "dispensation.unknown",
              "ERROR_ED_EDISPENSATION_ACK_NOT_RECEIVED", "", kError, 504},
    ErrorSpec{ErrorCode::PrescriptionNotMatching, "prescription.not_matching", "4105", "", kError, 409},
    ErrorSpec{ErrorCode::PrescriptionAlreadyDispensed, "prescription.already_dispensed", "4106", "", kError,
              409},
    ErrorSpec{ErrorCode::PrescriptionNotDispensable, "prescription.not_dispensable",
              "ERROR_ED_NOT_DISPENSABLE_EPRESCRIPTION", "", kError, 409},
    ErrorSpec{ErrorCode::PrescriptionNotIdentifiable, "prescription.not_identifiable",
              "ERROR_ED_EPRESCRIPTION_NOT_IDENTIFIABLE", "", kError, 409},
    ErrorSpec{ErrorCode::SubstitutionNotAllowed, "dispensation.substitution_not_allowed",
              "ERROR_ED_SUBSTITUTION_INFORMATION_NOT_ALLOWED", "", kError, 409},
    ErrorSpec{ErrorCode::DispensationFieldsMissing, "dispensation.incomplete",
              "ERROR_ED_MISSING_REQUIRED_FIELDS", "ERROR_ED_GENERIC", kError, 422},
    ErrorSpec{ErrorCode::DispensationFormatNotValid, "dispensation.format", "ERROR_ED_INCORRECT_FORMATTING",
              "ERROR_ED_GENERIC", kError, 422},
    ErrorSpec{ErrorCode::DispensationNotStored, "dispensation.not_stored",
              "ERROR_ED_EDISPENSATION_NOT_STORED", "", kError, 502},
    ErrorSpec{ErrorCode::SubmissionUnknown, "dispensation.submission_unknown", "4202", "", kError, 422},
    ErrorSpec{ErrorCode::DiscardFailed, "dispensation.discard_failed", "ERROR_ED_DISCARD_FAILED", "", kError,
              409},
    ErrorSpec{ErrorCode::DiscardNotAvailable, "dispensation.discard_not_available",
              "ERROR_ED_DISCARD_SERVICE_NOT_AVAILABLE", "", kError, 502},
    ErrorSpec{ErrorCode::PrescriptionNotUpdated, "dispensation.prescription_not_updated",
              "ERROR_ED_EPRESCRIPTION_NOT_UPDATED", "", kError, 502},
    ErrorSpec{ErrorCode::PeerNotFound, "discovery.not_found", "ERROR_GENERIC_CONNECTION_NOT_POSSIBLE", "",
              kError, 502},
    ErrorSpec{ErrorCode::DiscoveryNotPossible, "discovery.not_possible",
              "ERROR_GENERIC_CONNECTION_NOT_POSSIBLE", "", kError, 502},
    ErrorSpec{ErrorCode::DiscoveryUntrusted, "discovery.untrusted", "ERROR_SEC_GENERIC", "", kError, 502},
    ErrorSpec{ErrorCode::UnsupportedFeature, "service.unsupported_feature", "4201", "", kError, 501},
    ErrorSpec{ErrorCode::InputRefused, "input.refused", "ERROR_GENERIC", "", kError, 400},
    ErrorSpec{ErrorCode::ConfigurationInvalid, "configuration.invalid", "ERROR_GENERIC", "", kError, 500},
    ErrorSpec{ErrorCode::StorageFailed, "storage.failed", "ERROR_GENERIC", "", kError, 500},
    ErrorSpec{ErrorCode::SecurityGeneric, "trust.generic", "ERROR_SEC_GENERIC", "", kError, 403},
    ErrorSpec{ErrorCode::Internal, "service.internal", "ERROR_GENERIC", "", kError, 500},
};

consteval bool rowsFollowTheEnumeration() {
    for (std::size_t i = 0; i < kErrors.size(); ++i) {
        if (static_cast<std::size_t>(kErrors.at(i).code) != i) {
            return false;
        }
    }
    return kErrors.size() == static_cast<std::size_t>(ErrorCode::Internal) + 1;
}
static_assert(rowsFollowTheEnumeration(), "every ErrorCode has its row, in the order of the enumeration");

} // namespace

std::span<const ErrorSpec> errorTable() noexcept {
    return kErrors;
}

const ErrorSpec& spec(ErrorCode code) noexcept {
    return kErrors[static_cast<std::size_t>(code)];
}

} // namespace ncp
