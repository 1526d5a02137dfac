#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "base/xml/document.hpp"
#include "ncp/ihe/document_content.hpp"
#include "ncp/ihe/patient.hpp"
#include "ncp/ihe/registry_error.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::dispense {

inline constexpr std::string_view kProvideAction = "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b";
inline constexpr std::string_view kProvideResponseAction =
    "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-bResponse";

inline constexpr std::string_view kDispensationClass = "60593-1";
inline constexpr std::string_view kDiscardClass = "DISCARD-60593-1";

enum class Kind : std::uint8_t { Dispensation, Discard };

/// Who submits, for the submission set's author (eHDSI XDR profile).
struct Author {
    std::string name;
    std::string organisation;
    std::string organisationId; ///< urn:oid:… or urn:hl7ii:<root>:<extension>
};

/// Tolerances as they stand in ReceivedSubmission::tolerated, ReceivedAnswer::tolerated and the audit trail.
inline constexpr std::string_view kFormatMissingTolerance = "submission.format-missing";
inline constexpr std::string_view kClassMissingTolerance = "submission.class-missing";
inline constexpr std::string_view kDocumentIdTolerance = "submission.document-id";
inline constexpr std::string_view kSetMissingTolerance = "submission.set-missing";
inline constexpr std::string_view kCreationTimeTolerance = "submission.creation-time";
inline constexpr std::string_view kUniqueIdMissingTolerance = "submission.unique-id-missing";
inline constexpr std::string_view kUniqueIdDiffersTolerance = "submission.unique-id-differs";
inline constexpr std::string_view kDiscardUnmarkedTolerance = "submission.discard-unmarked";
inline constexpr std::string_view kDeliveredBeforeTolerance = "submission.delivered-before";
inline constexpr std::string_view kAnswerStatusTolerance = "provide.status-missing";

/// ProvideAndRegisterDocumentSet-b (IHE ITI-41) with one document.
struct Submission {
    Kind kind = Kind::Dispensation;
    PatientId patient;
    ihe::Demographics demographics; ///< sourcePatientInfo; empty fields are left out
    std::string submissionSetId;    ///< OID; the id of a discard
    std::string documentUniqueId;   ///< `root` or `root^extension`
    std::string languageCode;
    Instant time; ///< creation and submission
    Author author;
    CountryCode country; ///< of treatment
    HomeCommunityId source;
    std::shared_ptr<const std::string> document; ///< the CDA
};
/// The body, everything in the order of the reference implementation; the document inline as base64, times in
/// UTC with 24 hours.
std::string writeSubmission(const Submission& submission, Random& random);

/// One document of a submission as it came.
struct SubmittedDocument {
    std::string uniqueId; ///< of the metadata; empty where they name none
    std::string languageCode;
    std::string creationTime; ///< HL7 TS as it came; empty where it is missing or unreadable
    std::shared_ptr<const std::string> content;
};

/// A submission as it came: documents of one kind, about one patient.
struct ReceivedSubmission {
    Kind kind = Kind::Dispensation;
    PatientId patient;           ///< sourcePatientId; every other patient identifier agrees with it
    std::string submissionSetId; ///< empty where the submission set has none
    std::vector<SubmittedDocument> documents;
    std::vector<std::string> tolerated;
};
/// Kind by the format code in any case, by the class code where there is no format; SubmissionUnknown for
/// other documents. DispensationFieldsMissing without sourcePatientId, without a document, or without
/// submission set id in a discard; UnknownPatientIdentifier where patient identifiers differ;
/// DispensationFormatNotValid where class and format contradict each other, documents are of different kinds,
/// or a discard holds several; MalformedMessage for what is no submission, for twofold metadata, more than 10
/// documents, documents and metadata that don't belong together.
Result<ReceivedSubmission> parseSubmission(xml::Node body, const ihe::Attachments& attachments);

/// SHA-256 (hex) over the documents of a submission, readable or not: what a repeated message is compared by.
std::string contentDigest(xml::Node body, const ihe::Attachments& attachments);

/// The RegistryResponse. Errors are of severity Error, whatever their code usually weighs: the reference
/// implementation's client takes a warning for success.
std::string writeAnswer(ihe::Status status, const std::vector<Error>& errors,
                        CodeStyle style = CodeStyle::Names);

/// A RegistryResponse as it came.
struct ReceivedAnswer {
    ihe::Status status = ihe::Status::Success;
    std::vector<ihe::RegistryError> errors;
    std::vector<std::string> tolerated;
};
/// PeerAnswerInvalid for another element, an unknown status, or neither status nor error. Without status but
/// with an error of severity Error the status is Failure.
Result<ReceivedAnswer> parseAnswer(xml::Node body);

} // namespace ncp::dispense
