#include "ncp/identify/messages.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using identify::Reason;

TEST_CASE("refusals follow the outcomes of ITI-55", "[identify]") {
    const auto [code, reason] = GENERATE(table<ErrorCode, Reason>({
        {ErrorCode::PatientNoMatch, Reason::AnswerNotAvailable},
        {ErrorCode::WrongReceiver, Reason::AnswerNotAvailable},
        {ErrorCode::PatientQueryNotAllowed, Reason::DemographicsQueryNotAllowed},
        {ErrorCode::PatientDemographicsRequested, Reason::AdditionalDemographicsRequested},
        {ErrorCode::NoConsent, Reason::InsufficientRights},
        {ErrorCode::AssertionFieldsMissing, Reason::InsufficientRights},
        {ErrorCode::SignatureNotValid, Reason::InsufficientRights},
        {ErrorCode::IntegrityNotEnsured, Reason::InsufficientRights},
        {ErrorCode::PolicyViolation, Reason::PolicyViolation},
        {ErrorCode::Overloaded, Reason::ResponderBusy},
        {ErrorCode::PatientServiceFailed, Reason::InternalError},
        {ErrorCode::StorageFailed, Reason::InternalError},
    }));
    CHECK(identify::refusal(Error{code, {}, {}}).reason == reason);
}

TEST_CASE("what a country answers without a patient is understood by its reason, else by its code",
          "[identify]") {
    const auto [reason, wire, code] = GENERATE(table<std::string, std::string, ErrorCode>({
        {"AdditionalDemographicsRequested", "ERROR_PI_GENERIC", ErrorCode::PatientDemographicsRequested},
        {"DemographicsQueryNotAllowed", "ERROR_PI_GENERIC", ErrorCode::PatientQueryNotAllowed},
        {"EHICDataRequested", "ERROR_PI_GENERIC", ErrorCode::PatientCardRequested},
        {"PatientAuthenticationRequired", "", ErrorCode::PatientAuthenticationRequired},
        {"PrivacyViolation", "ERROR_PI_GENERIC", ErrorCode::PatientPrivacy},
        {"PolicyViolation", "4705", ErrorCode::PolicyViolation},
        {"ResponderBusy", "ERROR_GENERIC", ErrorCode::PeerBusy},
        {"InternalError", "ERROR_PI_GENERIC", ErrorCode::PatientServiceFailed},
        {"InternalError", "ERROR_GENERIC", ErrorCode::PatientServiceFailed},
        {"InsufficientRights", "ERROR_PI_GENERIC", ErrorCode::InsufficientRights},
        {"InsufficientRights", "WARNING_PI_NO_CONSENT", ErrorCode::NoConsent},
        {"InsufficientRights", "4703", ErrorCode::InsufficientRights},
        {"AnswerNotAvailable", "ERROR_PI_NO_MATCH", ErrorCode::PatientNoMatch},
        {"AnswerNotAvailable", "ERROR_PI_GENERIC", ErrorCode::PatientServiceFailed},
        {"", "ERROR_PI_NO_MATCH", ErrorCode::PatientNoMatch},
        {"", "", ErrorCode::PatientNoMatch},
        {"SomethingNew", "", ErrorCode::PatientServiceFailed},
        {"", "SOMETHING_NEW", ErrorCode::PatientServiceFailed},
    }));
    INFO(reason << " " << wire);
    identify::ReceivedAnswer answer;
    answer.reason = reason;
    answer.errorCode = wire;
    CHECK(identify::refusalError(answer).code == code);
}

TEST_CASE("nothing that concerns trust is told as an error of ours", "[identify]") {
    for (const auto& row : errorTable()) {
        if (row.id.starts_with("trust.")) {
            INFO(row.id);
            CHECK(identify::refusal(Error{row.code, {}, {}}).reason != Reason::InternalError);
        }
    }
}
