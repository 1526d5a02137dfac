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

TEST_CASE("nothing that concerns trust is told as an error of ours", "[identify]") {
    for (const auto& row : errorTable()) {
        if (row.id.starts_with("trust.")) {
            INFO(row.id);
            CHECK(identify::refusal(Error{row.code, {}, {}}).reason != Reason::InternalError);
        }
    }
}
