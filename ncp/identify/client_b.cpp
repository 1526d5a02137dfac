#include "ncp/identify/client_b.hpp"

#include "ncp/identify/messages.hpp"

#include <utility>

namespace ncp::identify {
namespace {

/// What a country's refusal means to us: the reason says more than the generic codes beside it.
Error refusalError(const ReceivedAnswer& answer) {
    const auto detail = "the country answered " +
                        (answer.reason.empty() ? "without a patient" : answer.reason) +
                        (answer.errorCode.empty() ? std::string{} : " (" + answer.errorCode + ")");
    if (answer.reason == wireCode(Reason::AdditionalDemographicsRequested)) {
        return {ErrorCode::PatientDemographicsRequested, detail, {}};
    }
    if (answer.reason == wireCode(Reason::DemographicsQueryNotAllowed)) {
        return {ErrorCode::PatientQueryNotAllowed, detail, {}};
    }
    if (const auto known = errorFromWire(answer.errorCode);
        known && *known != ErrorCode::PatientServiceFailed) {
        return {*known, detail, {}};
    }
    if (answer.reason == wireCode(Reason::InsufficientRights)) {
        return {ErrorCode::InsufficientRights, detail, {}};
    }
    if (answer.reason == wireCode(Reason::PrivacyViolation) ||
        answer.reason == wireCode(Reason::PolicyViolation)) {
        return {ErrorCode::PolicyViolation, detail, {}};
    }
    if (answer.reason.empty() && answer.errorCode.empty()) {
        return {ErrorCode::PatientNoMatch, detail, {}};
    }
    return {ErrorCode::PatientServiceFailed, detail, {}};
}

DiscoveryRequest requestFor(Random& random, const Inquiry& inquiry) {
    return {{makeUuid(random), {}},       inquiry.now,
            inquiry.peer.homeCommunityId, inquiry.own,
            {makeUuid(random), {}},       inquiry.search.identifiers,
            inquiry.search.demographics};
}

} // namespace

Discovered discover(http::Client& client, Random& random, const Inquiry& inquiry) {
    const auto request = requestFor(random, inquiry);
    const soap::Exchange exchange{inquiry.peer.patientDiscovery,
                                  {inquiry.peer.patientDiscovery, std::string{kRequestAction},
                                   inquiry.messageId, inquiry.correlation, inquiry.assertions},
                                  writeRequest(request),
                                  kResponseAction,
                                  true,
                                  inquiry.deadline};
    auto exchanged = soap::exchange(client, exchange);
    if (!exchanged) {
        return {passOn(exchanged), {}};
    }
    auto answer = parseAnswer(*exchanged->envelope.body);
    if (!answer) {
        return {fail(ErrorCode::PeerAnswerInvalid, answer.error().detail), std::move(exchanged->traffic)};
    }
    auto traffic = std::move(exchanged->traffic);
    traffic.tolerated.insert(traffic.tolerated.end(), answer->tolerated.begin(), answer->tolerated.end());
    if (answer->targetMessage && answer->targetMessage->root != request.id.root) {
        return {failRule(ErrorCode::PeerAnswerInvalid, "answer-target-message",
                         "the answer is for another request"),
                std::move(traffic)};
    }
    if (answer->matches.empty()) {
        return {tl::unexpected<Error>{refusalError(*answer)}, std::move(traffic)};
    }
    return {std::move(answer->matches), std::move(traffic)};
}

} // namespace ncp::identify
