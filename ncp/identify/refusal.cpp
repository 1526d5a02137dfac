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
    ReasonOfCode{ErrorCode::PatientCardRequested, Reason::EhicDataRequested},
    ReasonOfCode{ErrorCode::PatientAuthenticationRequired, Reason::PatientAuthenticationRequired},
    ReasonOfCode{ErrorCode::PatientPrivacy, Reason::PrivacyViolation},
    ReasonOfCode{ErrorCode::WeakAuthentication, Reason::PolicyViolation},
    ReasonOfCode{ErrorCode::PolicyViolation, Reason::PolicyViolation},
    ReasonOfCode{ErrorCode::Overloaded, Reason::ResponderBusy},
    ReasonOfCode{ErrorCode::RateLimited, Reason::ResponderBusy},
    ReasonOfCode{ErrorCode::PeerBusy, Reason::ResponderBusy},
    ReasonOfCode{ErrorCode::ShuttingDown, Reason::ResponderBusy},
    ReasonOfCode{ErrorCode::DeadlineExceeded, Reason::ResponderBusy},
};

/// What a country's reason means to us, where it says more than the code beside it.
constexpr std::array kMeanings{
    ReasonOfCode{ErrorCode::PatientQueryNotAllowed, Reason::DemographicsQueryNotAllowed},
    ReasonOfCode{ErrorCode::PatientDemographicsRequested, Reason::AdditionalDemographicsRequested},
    ReasonOfCode{ErrorCode::PatientCardRequested, Reason::EhicDataRequested},
    ReasonOfCode{ErrorCode::PatientPrivacy, Reason::PrivacyViolation},
    ReasonOfCode{ErrorCode::PatientAuthenticationRequired, Reason::PatientAuthenticationRequired},
    ReasonOfCode{ErrorCode::PolicyViolation, Reason::PolicyViolation},
    ReasonOfCode{ErrorCode::PeerBusy, Reason::ResponderBusy},
};

/// Codes that say no more than that something failed.
bool isGeneric(ErrorCode code) {
    return code == ErrorCode::PatientServiceFailed || code == ErrorCode::PeerFault ||
           code == ErrorCode::Internal;
}

ErrorCode meaningOf(const ReceivedAnswer& answer) {
    const auto* reason = std::ranges::find(kNames, answer.reason, &ReasonName::name);
    if (reason != kNames.end()) {
        const auto* meaning = std::ranges::find(kMeanings, reason->reason, &ReasonOfCode::reason);
        if (meaning != kMeanings.end()) {
            return meaning->code;
        }
    }
    if (const auto known = errorFromWire(answer.errorCode, CodeUse::Discovery); known && !isGeneric(*known)) {
        return *known;
    }
    if (answer.reason == wireCode(Reason::InsufficientRights)) {
        return ErrorCode::InsufficientRights;
    }
    return answer.reason.empty() && answer.errorCode.empty() ? ErrorCode::PatientNoMatch
                                                             : ErrorCode::PatientServiceFailed;
}

} // namespace

std::string_view wireCode(Reason reason) noexcept {
    return std::ranges::find(kNames, reason, &ReasonName::reason)->name;
}

Refusal refusal(Error error) {
    const auto* found = std::ranges::find(kReasons, error.code, &ReasonOfCode::code);
    const auto reason = found == kReasons.end() ? Reason::InternalError : found->reason;
    return {reason, std::move(error)};
}

Error refusalError(const ReceivedAnswer& answer) {
    return {meaningOf(answer),
            "the country answered " + (answer.reason.empty() ? "without a patient" : answer.reason) +
                (answer.errorCode.empty() ? std::string{} : " (" + answer.errorCode + ")"),
            {}};
}

} // namespace ncp::identify
