#include "ncp/soap/error_phrase.hpp"

#include <array>
#include <cstddef>

namespace ncp::soap {
namespace {

struct Phrase {
    ErrorCode code;
    std::string_view english;
};

constexpr std::array kPhrases{
    Phrase{ErrorCode::MalformedXml, "The message is not well-formed XML."},
    Phrase{ErrorCode::XmlLimitExceeded, "The message exceeds a limit for XML."},
    Phrase{ErrorCode::MalformedMessage, "The message does not have the form that the transaction asks for."},
    Phrase{ErrorCode::UnsupportedContentType, "The content type is not supported."},
    Phrase{ErrorCode::UnknownAction, "The action is not known here."},
    Phrase{ErrorCode::NotUnderstood, "A header block that must be understood is not known here."},
    Phrase{ErrorCode::BodyTooLarge, "The message is too large."},
    Phrase{ErrorCode::Replayed, "A message with this MessageID has been answered before."},
    Phrase{ErrorCode::Overloaded, "The service is busy."},
    Phrase{ErrorCode::RateLimited, "Too many requests came in a short time."},
    Phrase{ErrorCode::ShuttingDown, "The service is closing down."},
    Phrase{ErrorCode::DeadlineExceeded, "The work took longer than its time limit."},
    Phrase{ErrorCode::ConnectionNotPossible, "A connection was not possible."},
    Phrase{ErrorCode::PeerAnswerInvalid, "An answer could not be understood."},
    Phrase{ErrorCode::PeerFault, "The other side answered with a fault."},
    Phrase{ErrorCode::PeerBusy, "The other side is busy."},
    Phrase{ErrorCode::NoClientCertificate, "A client certificate is required."},
    Phrase{ErrorCode::PeerUntrusted, "The certificate of the other side is not trusted."},
    Phrase{ErrorCode::SecurityHeaderMissing, "The security header is missing."},
    Phrase{ErrorCode::AuthenticationNotReceived, "The assertion of the health professional is missing."},
    Phrase{ErrorCode::AssertionFieldsMissing, "The assertion of the health professional is incomplete."},
    Phrase{ErrorCode::AssertionFieldsInvalid, "The assertion of the health professional is not acceptable."},
    Phrase{ErrorCode::AssertionNotValid, "An assertion is not valid."},
    Phrase{ErrorCode::TreatmentRelationNotValid, "The assertion of the treatment relation is not valid."},
    Phrase{ErrorCode::AssertionsContradict, "The assertions do not belong together."},
    Phrase{ErrorCode::IntegrityNotEnsured, "The integrity of the data is not ensured."},
    Phrase{ErrorCode::SignatureNotValid, "A signature is not valid."},
    Phrase{ErrorCode::InsufficientRights, "The rights are not sufficient."},
    Phrase{ErrorCode::WeakAuthentication, "A stronger authentication is required."},
    Phrase{ErrorCode::NoConsent, "There is no consent for this exchange."},
    Phrase{ErrorCode::PolicyViolation, "A policy does not allow this."},
    Phrase{ErrorCode::PatientNoMatch, "No patient found."},
    Phrase{ErrorCode::PatientSeveralMatches, "More than one patient fits."},
    Phrase{ErrorCode::PatientQueryIncomplete, "Required search fields are missing."},
    Phrase{ErrorCode::PatientDemographicsRequested, "More search fields are needed."},
    Phrase{ErrorCode::PatientQueryNotAllowed, "A search needs an identifier of the patient."},
    Phrase{ErrorCode::PatientServiceFailed, "The patient identification service failed."},
    Phrase{ErrorCode::PatientCardRequested,
           "The search needs data of the national card or the European Health Insurance Card."},
    Phrase{ErrorCode::PatientAuthenticationRequired, "The patient has to authenticate."},
    Phrase{ErrorCode::PatientPrivacy, "An answer could disclose what must be kept."},
    Phrase{ErrorCode::WrongReceiver, "The message is addressed to another community."},
    Phrase{ErrorCode::UnknownPatientIdentifier, "The patient is not the one of the treatment relation."},
    Phrase{ErrorCode::SummaryNotFound, "No Patient Summary found."},
    Phrase{ErrorCode::PrescriptionNotFound, "No ePrescription found."},
    Phrase{ErrorCode::MedicationOverviewNotFound, "No medication overview found."},
    Phrase{ErrorCode::OriginalDocumentNotFound, "No original clinical document found."},
    Phrase{ErrorCode::DocumentNotFound, "No document found."},
    Phrase{ErrorCode::DocumentMissing, "ERROR_GENERIC_DOCUMENT_MISSING : The document was not found."},
    Phrase{ErrorCode::ClassCodeUnknown, "The document class is not supported."},
    Phrase{ErrorCode::RegistryNotAvailable, "The registry is not available."},
    Phrase{ErrorCode::SummaryFailed, "The Patient Summary could not be provided."},
    Phrase{ErrorCode::PrescriptionFailed, "The ePrescription could not be provided."},
    Phrase{ErrorCode::OriginalDocumentFailed, "The original clinical document could not be provided."},
    Phrase{ErrorCode::SummaryMappingMissing, "A code of the Patient Summary has no mapping."},
    Phrase{ErrorCode::PrescriptionMappingMissing, "A code of the ePrescription has no mapping."},
    Phrase{ErrorCode::TranscodingFailed, "The document could not be transcoded."},
    Phrase{ErrorCode::FilterNotValid, "A filter of the query is not valid."},
    Phrase{ErrorCode::DocumentIntegrity, "The integrity of the document is not ensured."},
    Phrase{ErrorCode::PdfNotProvided, "The document is not available as PDF."},
    Phrase{ErrorCode::SignatureRequired, "The document has to be signed by the health professional."},
    Phrase{ErrorCode::CollectionIncomplete, "The answer is incomplete."},
    Phrase{ErrorCode::DocumentNotProcessed, "The document was received but is not processed yet."},
    Phrase{ErrorCode::OriginalDataMissing, "The original document is missing."},
    Phrase{ErrorCode::PivotMissing, "The coded document is missing."},
    Phrase{ErrorCode::BasicDataMissing, "The document lacks basic data."},
    Phrase{ErrorCode::TranslationIncomplete, "Some codes of the document are not translated."},
    Phrase{ErrorCode::DataQuality, "The data do not have the quality that is required."},
    Phrase{ErrorCode::DispensationFailed, "The dispensation could not be processed."},
    Phrase{ErrorCode::DispensationUnknown, "The outcome of the dispensation is not known."},
    Phrase{ErrorCode::PrescriptionNotMatching, "No matching ePrescription."},
    Phrase{ErrorCode::PrescriptionAlreadyDispensed, "The ePrescription is already dispensed."},
    Phrase{ErrorCode::PrescriptionNotDispensable, "The ePrescription can't be dispensed abroad."},
    Phrase{ErrorCode::PrescriptionNotIdentifiable, "The ePrescription is not known."},
    Phrase{ErrorCode::SubstitutionNotAllowed, "The ePrescription does not allow substitution."},
    Phrase{ErrorCode::DispensationFieldsMissing, "The dispensation lacks required information."},
    Phrase{ErrorCode::DispensationFormatNotValid, "The dispensation is not in the form that is required."},
    Phrase{ErrorCode::DispensationNotStored, "The dispensation could not be stored."},
    Phrase{ErrorCode::SubmissionUnknown, "Unknown document"},
    Phrase{ErrorCode::DiscardFailed, "The dispensation could not be discarded."},
    Phrase{ErrorCode::DiscardNotAvailable, "Dispensations can't be discarded now."},
    Phrase{ErrorCode::PrescriptionNotUpdated,
           "The dispensation was stored, but the ePrescription was not updated."},
    Phrase{ErrorCode::PeerNotFound, "The country is not registered with this service."},
    Phrase{ErrorCode::DiscoveryNotPossible, "The address of the country could not be looked up."},
    Phrase{ErrorCode::DiscoveryUntrusted, "The service metadata of the country is not trusted."},
    Phrase{ErrorCode::UnsupportedFeature, "The feature is not supported."},
    Phrase{ErrorCode::InputRefused, "The input was refused."},
    Phrase{ErrorCode::ConfigurationInvalid, "The service is not configured for this."},
    Phrase{ErrorCode::StorageFailed, "The service could not store its records."},
    Phrase{ErrorCode::SecurityGeneric, "A security requirement is not met."},
    Phrase{ErrorCode::Internal, "Internal error."},
};

consteval bool rowsFollowTheEnumeration() {
    for (std::size_t i = 0; i < kPhrases.size(); ++i) {
        if (static_cast<std::size_t>(kPhrases.at(i).code) != i) {
            return false;
        }
    }
    return kPhrases.size() == static_cast<std::size_t>(ErrorCode::Internal) + 1;
}
static_assert(rowsFollowTheEnumeration(),
              "every ErrorCode has its sentence, in the order of the enumeration");

} // namespace

std::string_view errorPhrase(ErrorCode code) noexcept {
    return kPhrases[static_cast<std::size_t>(code)].english;
}

} // namespace ncp::soap
