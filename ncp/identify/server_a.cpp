#include "ncp/identify/server_a.hpp"

#include "ncp/identify/messages.hpp"

#include <utility>

namespace ncp::identify {
namespace {

using Matches = std::vector<ihe::PatientMatch>;

Result<Matches> search(const ihe::Call& call, const ReceivedRequest& received, const HomeCommunityId& own,
                       national::Connector& national, const saml::Policy& policy) {
    if (!call.assertions) {
        return passOn(call.assertions);
    }
    if (auto allowed = call.allow(received.tolerated); !allowed) {
        return passOn(allowed);
    }
    if (received.request.receiver != own) {
        return failRule(ErrorCode::WrongReceiver, "receiver-home-community",
                        "the receiver's homeCommunityId is not ours");
    }
    auto authorized = policy.authorize(
        *call.assertions, national::PatientQuery{received.request.identifiers, received.request.demographics},
        saml::Demand{});
    if (!authorized) {
        return passOn(authorized);
    }
    return national.findPatients(*authorized, call.deadline);
}

ihe::Answered faultWith(Error error) {
    ihe::Answered answered;
    answered.error = std::move(error);
    answered.fault = true;
    return answered;
}

} // namespace

ServerA::ServerA(HomeCommunityId own, national::Connector& national, const saml::Policy& policy,
                 Random& random)
    : own_(std::move(own)), national_(national), policy_(policy), random_(random) {}

ihe::Answered ServerA::answer(const ihe::Call& call) const {
    const auto received = parseRequest(*call.envelope.body);
    if (!received) {
        return faultWith(received.error());
    }
    ihe::Answered answered;
    answered.action = std::string{kResponseAction};
    answered.touched.tolerated = received->tolerated;
    if (!received->request.identifiers.empty()) {
        answered.touched.patientId = received->request.identifiers.front().revealCx();
    }
    auto found = search(call, *received, own_, national_, policy_);
    if (found && found->empty()) {
        found = fail(ErrorCode::PatientNoMatch, "no patient fits");
    }
    Answer answer{{makeUuid(random_), {}}, call.now, own_, {}, std::nullopt, call.codeStyle};
    if (found) {
        answered.touched.patientId = found->front().id.revealCx();
        answer.matches = std::move(*found);
    } else {
        answered.error = found.error();
        answer.refusal = refusal(found.error());
    }
    auto body = writeAnswer(answer, *received);
    if (!body) {
        return faultWith(body.error());
    }
    answered.body = std::move(*body);
    return answered;
}

} // namespace ncp::identify
