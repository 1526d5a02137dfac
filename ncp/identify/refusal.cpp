#include "ncp/identify/messages.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ncp::identify {
namespace {

struct ReasonName {
    Reason reason;
    std::string_view name;
};
constexpr std::array kNames{
    ReasonName{Reason::AnswerNotAvailable, "AnswerNotAvailable"},
    ReasonName{Reason::InsufficientRights, "InsufficientRights"},
    ReasonName{Reason::DemographicsQueryNotAllowed, "DemographicsQueryNotAllowed"},
    ReasonName{Reason::AdditionalDemographicsRequested, "AdditionalDemographicsRequested"},
    ReasonName{Reason::EhicDataRequested, "EHICDataRequested"},
    ReasonName{Reason::PrivacyViolation, "PrivacyViolation"},
    ReasonName{Reason::PatientAuthenticationRequired, "PatientAuthenticationRequired"},
    ReasonName{Reason::PolicyViolation, "PolicyViolation"},
    ReasonName{Reason::ResponderBusy, "ResponderBusy"},
    ReasonName{Reason::InternalError, "InternalError"},
};

struct ReasonOfCode {
    ErrorCode code;
    Reason reason;
};
/// What stands in no row is InternalError.
constexpr std::array kReasons{
    ReasonOfCode{ErrorCode::PatientNoMatch, Reason::AnswerNotAvailable},
    ReasonOfCode{ErrorCode::WrongReceiver, Reason::AnswerNotAvailable},
    ReasonOfCode{ErrorCode::UnknownPatientIdentifier, Reason::AnswerNotAvailable},
    ReasonOfCode{ErrorCode::PatientQueryNotAllowed, Reason::DemographicsQueryNotAllowed},
    ReasonOfCode{ErrorCode::PatientDemographicsRequested, Reason::AdditionalDemographicsRequested},
    ReasonOfCode{ErrorCode::PatientQueryIncomplete, Reason::AdditionalDemographicsRequested},
    ReasonOfCode{ErrorCode::PatientSeveralMatches, Reason::AdditionalDemographicsRequested},
    ReasonOfCode{ErrorCode::NoConsent, Reason::InsufficientRights},
    ReasonOfCode{ErrorCode::NoClientCertificate, Reason::InsufficientRights},
    ReasonOfCode{ErrorCode::PeerUntrusted, Reason::InsufficientRights},
    ReasonOfCode{ErrorCode::SecurityHeaderMissing, Reason::InsufficientRights},
    ReasonOfCode{ErrorCode::AuthenticationNotReceived, Reason::InsufficientRights},
    ReasonOfCode{ErrorCode::AssertionFieldsMissing, Reason::InsufficientRights},
    ReasonOfCode{ErrorCode::AssertionFieldsInvalid, Reason::InsufficientRights},
    ReasonOfCode{ErrorCode::AssertionNotValid, Reason::InsufficientRights},
    ReasonOfCode{ErrorCode::TreatmentRelationNotValid, Reason::InsufficientRights},
    ReasonOfCode{ErrorCode::AssertionsContradict, Reason::InsufficientRights},
    ReasonOfCode{ErrorCode::IntegrityNotEnsured, Reason::InsufficientRights},
    ReasonOfCode{ErrorCode::SignatureNotValid, Reason::InsufficientRights},
    ReasonOfCode{ErrorCode::InsufficientRights, Reason::InsufficientRights},
    ReasonOfCode{ErrorCode::SecurityGeneric, Reason::InsufficientRights},
    ReasonOfCode{ErrorCode::Replayed, Reason::InsufficientRights},
    ReasonOfCode{ErrorCode::WeakAuthentication, Reason::PolicyViolation},
    ReasonOfCode{ErrorCode::PolicyViolation, Reason::PolicyViolation},
    ReasonOfCode{ErrorCode::Overloaded, Reason::ResponderBusy},
    ReasonOfCode{ErrorCode::ShuttingDown, Reason::ResponderBusy},
    ReasonOfCode{ErrorCode::DeadlineExceeded, Reason::ResponderBusy},
};

} // namespace

std::string_view wireCode(Reason reason) noexcept {
    return std::ranges::find(kNames, reason, &ReasonName::reason)->name;
}

Refusal refusal(Error error) {
    const auto* found = std::ranges::find(kReasons, error.code, &ReasonOfCode::code);
    const auto reason = found == kReasons.end() ? Reason::InternalError : found->reason;
    return {reason, std::move(error)};
}

} // namespace ncp::identify
