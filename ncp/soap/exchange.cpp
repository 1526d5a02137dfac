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

} // namespace

Result<Exchanged> exchange(http::Client& client, const Exchange& request) {
    http::Client::Post post;
    post.url = request.url;
    post.contentType = "application/soap+xml; charset=UTF-8; action=\"" + request.header.action + "\"";
    post.body = writeRequest(request.header, request.body);
    post.idempotent = request.idempotent;
    post.deadline = request.deadline;
    auto answer = client.post(post);
    if (!answer) {
        return passOn(answer);
    }
    const auto contentType = answer->headers.find("content-type");
    auto package =
        unpack(contentType == answer->headers.end() ? std::string_view{} : contentType->second, answer->body);
    if (!package) {
        return fail(ErrorCode::PeerAnswerInvalid,
                    "HTTP " + std::to_string(answer->status) + ", " + package.error().detail);
    }
    auto envelope = parseEnvelope(package->xml, package->action);
    if (!envelope) {
        return tl::unexpected<Error>{invalidAnswer(envelope.error())};
    }
    if (auto checked = checkAnswer(*envelope, request); !checked) {
        return passOn(checked);
    }
    Traffic traffic{answer->serverCertificate ? answer->serverCertificate->subject() : std::string{},
                    post.body.size(), answer->body.size(), envelope->tolerated};
    return Exchanged{std::move(*envelope), std::move(package->attachments), std::move(traffic)};
}

} // namespace ncp::soap
