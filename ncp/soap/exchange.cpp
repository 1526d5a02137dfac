#include "ncp/soap/exchange.hpp"

#include <utility>

namespace ncp::soap {
namespace {

Error invalidAnswer(const Error& cause) {
    return Error{ErrorCode::PeerAnswerInvalid, "the answer can't be read: " + cause.detail, cause.rule,
                 cause.where};
}

Result<void> checkAnswer(const Envelope& envelope, const Exchange& request) {
    if (envelope.fault) {
        return fail(ErrorCode::PeerFault, "SOAP fault " + envelope.fault->code);
    }
    if (!envelope.body) {
        return fail(ErrorCode::PeerAnswerInvalid, "the answer's body is empty");
    }
    if (envelope.relatesTo && *envelope.relatesTo != request.header.messageId.str()) {
        return failRule(ErrorCode::PeerAnswerInvalid, "answer-relates-to",
                        "the answer relates to another message");
    }
    if (!envelope.action.empty() && envelope.action != request.responseAction) {
        return failRule(ErrorCode::PeerAnswerInvalid, "answer-action", "the answer has another action");
    }
    return {};
}

http::Client::Post postOf(const Exchange& request) {
    http::Client::Post post;
    post.url = request.url;
    post.contentType = "application/soap+xml; charset=UTF-8; action=\"" + request.header.action + "\"";
    post.body = writeRequest(request.header, request.body);
    post.idempotent = request.idempotent;
    post.deadline = request.deadline;
    post.expectedCountry = request.peerCountry;
    if (request.peerCertificate) {
        post.expectedCertificates = {*request.peerCertificate};
    }
    return post;
}

/// An answer that came, taken apart.
Delivery readAnswer(const http::Answer& answer, const Exchange& request, Traffic traffic) {
    const auto ended = [&](tl::unexpected<Error> error, std::string faultCode = {}) {
        return Delivery{std::move(error), true, answer.status, std::move(faultCode), traffic};
    };
    const auto contentType = answer.headers.find("content-type");
    auto package =
        unpack(contentType == answer.headers.end() ? std::string_view{} : contentType->second, answer.body);
    if (!package) {
        return ended(fail(ErrorCode::PeerAnswerInvalid,
                          "HTTP " + std::to_string(answer.status) + ", " + package.error().detail));
    }
    auto envelope = parseEnvelope(package->xml, package->action);
    if (!envelope) {
        return ended(tl::unexpected<Error>{invalidAnswer(envelope.error())});
    }
    traffic.tolerated = envelope->tolerated;
    if (auto checked = checkAnswer(*envelope, request); !checked) {
        return ended(passOn(checked), envelope->fault ? envelope->fault->code : std::string{});
    }
    return {Exchanged{std::move(*envelope), std::move(package->attachments), traffic}, true, answer.status,
            std::string{}, traffic};
}

} // namespace

Delivery deliver(http::Client& client, const Exchange& request) {
    const auto post = postOf(request);
    const auto delivered = client.deliver(post);
    if (!delivered.answer) {
        return {passOn(delivered.answer),
                delivered.sent,
                0,
                {},
                {{}, delivered.sent ? post.body.size() : 0, 0, {}}};
    }
    const auto& answer = *delivered.answer;
    return readAnswer(answer, request,
                      {answer.serverCertificate ? answer.serverCertificate->subject() : std::string{},
                       post.body.size(),
                       answer.body.size(),
                       {}});
}

Result<Exchanged> exchange(http::Client& client, const Exchange& request) {
    return deliver(client, request).exchanged;
}

} // namespace ncp::soap
