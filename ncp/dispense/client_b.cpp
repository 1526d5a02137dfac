#include "ncp/dispense/client_b.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ncp::dispense {
namespace {

/// SOAP fault codes that say that the message was not processed (SOAP 1.2 part 1, 5.4.6). A fault of the
/// receiver may come after the dispensation was stored.
constexpr std::array<std::string_view, 4> kNotProcessed{"Sender", "MustUnderstand", "VersionMismatch",
                                                        "DataEncodingUnknown"};

/// What our own side says of a connection; from a country it is but a refusal.
constexpr std::array kOfOurSide{
    ErrorCode::ConnectionNotPossible, ErrorCode::DeadlineExceeded,     ErrorCode::PeerUntrusted,
    ErrorCode::DispensationUnknown,   ErrorCode::PeerNotFound,         ErrorCode::DiscoveryNotPossible,
    ErrorCode::DiscoveryUntrusted,    ErrorCode::NoClientCertificate,  ErrorCode::PeerAnswerInvalid,
    ErrorCode::UnsupportedFeature,    ErrorCode::ConfigurationInvalid,
};

tl::unexpected<Error> unknownOutcome(std::string detail) {
    return fail(ErrorCode::DispensationUnknown, std::move(detail));
}

/// The country's own refusal, by its first error, of severity Error where there is one.
Error refusal(const std::vector<ihe::RegistryError>& errors) {
    const auto severe = std::ranges::find(errors, Severity::Error, &ihe::RegistryError::severity);
    const auto& first = severe == errors.end() ? errors.front() : *severe;
    auto code = errorFromWire(first.code, CodeUse::Provide).value_or(ErrorCode::DispensationFailed);
    if (std::ranges::find(kOfOurSide, code) != kOfOurSide.end()) {
        code = ErrorCode::DispensationFailed;
    }
    return Error{code, "the country answered " + first.code, {}};
}

/// What an answer says. Success beside an error, a part of a success and a failure that names no reason leave
/// open whether the country has stored it.
Result<void> judge(const ReceivedAnswer& answer) {
    const bool anyError = std::ranges::any_of(
        answer.errors, [](const ihe::RegistryError& error) { return error.severity == Severity::Error; });
    if (answer.status == ihe::Status::Success && !anyError) {
        return {};
    }
    if (answer.status != ihe::Status::Failure || answer.errors.empty()) {
        return unknownOutcome("the country's answer leaves open what became of it");
    }
    return tl::unexpected<Error>{refusal(answer.errors)};
}

/// A delivery without an answer that is one.
Result<void> judgeFailure(const soap::Delivery& delivery) {
    const auto& error = delivery.exchanged.error();
    if (!delivery.sent) {
        return error.code == ErrorCode::PeerUntrusted
                   ? Result<void>{tl::unexpected<Error>{error}}
                   : fail(ErrorCode::ConnectionNotPossible, "nothing was sent: " + error.detail);
    }
    if (std::ranges::find(kNotProcessed, delivery.faultCode) != kNotProcessed.end()) {
        return fail(ErrorCode::PeerFault, error.detail);
    }
    return unknownOutcome(error.detail);
}

} // namespace

Submitted submit(http::Client& client, Random& random, const discovery::OutgoingRequest& request,
                 const Submission& submission) {
    if (request.peer.provide.empty()) {
        return {fail(ErrorCode::UnsupportedFeature, "the country takes no dispensations"), {}};
    }
    const soap::Exchange exchange{request.peer.provide,
                                  {request.peer.provide, std::string{kProvideAction}, request.messageId,
                                   request.correlation, request.assertions},
                                  writeSubmission(submission, random),
                                  kProvideResponseAction,
                                  false,
                                  request.deadline,
                                  request.peer.country,
                                  request.peer.provideCertificate};
    auto delivery = soap::deliver(client, exchange);
    if (!delivery.exchanged) {
        return {judgeFailure(delivery), std::move(delivery.traffic)};
    }
    const auto answer = parseAnswer(*delivery.exchanged->envelope.body);
    if (!answer) {
        return {unknownOutcome(answer.error().detail), std::move(delivery.traffic)};
    }
    auto& tolerated = delivery.traffic.tolerated;
    tolerated.insert(tolerated.end(), answer->tolerated.begin(), answer->tolerated.end());
    return {judge(*answer), std::move(delivery.traffic)};
}

} // namespace ncp::dispense
