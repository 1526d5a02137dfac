#include "ncp/identify/server_a.hpp"

#include "ncp/ihe/fault_answer.hpp"

#include <utility>

namespace ncp::identify {
namespace {

/// What the audit trail names: the first patient, and all of several.
void touch(ihe::Touched& touched, const std::vector<ihe::PatientMatch>& matches) {
    for (const auto& match : matches) {
        touched.patients.push_back(match.id.revealCx());
    }
    if (!matches.empty()) {
        touched.patientId = touched.patients.front();
    }
    if (matches.size() == 1) {
        touched.patients.clear();
    }
}

} // namespace

ServerA::ServerA(HomeCommunityId own, national::Connector& national, const saml::Policy& policy,
                 Random& random)
    : own_(std::move(own)), national_(national), policy_(policy), random_(random) {}

Result<std::vector<ihe::PatientMatch>> ServerA::search(const ihe::Call& call,
                                                       const ReceivedRequest& received) const {
    if (!call.assertions) {
        return passOn(call.assertions);
    }
    if (auto allowed = call.allow(received.tolerated); !allowed) {
        return passOn(allowed);
    }
    const auto& request = received.request;
    if (call.communities == nullptr ||
        !ihe::belongsTo(*call.communities, request.sender, (*call.assertions)->country())) {
        return failRule(ErrorCode::AssertionsContradict, "sender-home-community",
                        "the sender's homeCommunityId is none of the signer's country");
    }
    if (request.receiver != own_) {
        return failRule(ErrorCode::WrongReceiver, "receiver-home-community",
                        "the receiver's homeCommunityId is not ours");
    }
    auto authorized = policy_.authorize(
        *call.assertions, national::PatientQuery{request.identifiers, request.demographics}, saml::Demand{});
    if (!authorized) {
        return passOn(authorized);
    }
    auto found = national_.findPatients(*authorized, call.deadline);
    if (found && found->empty()) {
        return fail(ErrorCode::PatientNoMatch, "no patient fits");
    }
    return found;
}

ihe::Answered ServerA::answer(const ihe::Call& call) const {
    const auto received = parseRequest(*call.envelope.body);
    if (!received) {
        return ihe::faultWith(received.error());
    }
    ihe::Answered answered;
    answered.action = std::string{kResponseAction};
    answered.touched.tolerated = received->tolerated;
    if (!received->request.identifiers.empty()) {
        answered.touched.patientId = received->request.identifiers.front().revealCx();
    }
    Answer answer{{makeUuid(random_), {}}, call.now, own_, {}, std::nullopt, call.codeStyle};
    const auto refuse = [&](const Error& error) {
        answer.matches.clear();
        answered.error = error;
        answer.refusal = refusal(error);
        return writeAnswer(answer, *received);
    };
    auto found = search(call, *received);
    if (found) {
        answer.matches = std::move(*found);
    }
    auto body = found ? writeAnswer(answer, *received) : refuse(found.error());
    if (!body && found) {
        body = refuse(Error{ErrorCode::PatientServiceFailed, body.error().detail, "sendable-match"});
    }
    if (!body) {
        return ihe::faultWith(body.error());
    }
    touch(answered.touched, answer.matches);
    answered.body = std::move(*body);
    return answered;
}

} // namespace ncp::identify
