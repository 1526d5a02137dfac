#include "ncp/http/client_exchange.hpp"

#include "ncp/http/body.hpp"
#include "ncp/http/head.hpp"

#include <algorithm>

namespace ncp::http {
namespace {

using Fault = tl::unexpected<ExchangeFault>;

constexpr std::size_t kJoinedWrite = 64 * 1024;
constexpr int kInterimAnswers = 8;

Fault faultOf(ErrorCode code, std::string detail) {
    return Fault{{Error{code, std::move(detail), {}}, false}};
}

Fault connectionEnded(const Connection& connection, std::string_view what) {
    const bool tlsSpoke = connection.tls() != nullptr && !connection.tls()->failure().empty();
    const auto detail = tlsSpoke ? connection.tls()->failure() : std::string{what};
    return Fault{{Error{ErrorCode::ConnectionNotPossible, detail, {}}, true}};
}

std::string requestHead(const Client::Post& post, std::string_view host, std::string_view target) {
    std::string head = post.method + " ";
    head.append(target).append(" HTTP/1.1\r\nHost: ").append(host);
    if (post.method != "GET" && post.method != "DELETE") {
        head += "\r\nContent-Type: " + post.contentType;
        head += "\r\nContent-Length: " + std::to_string(post.body.size());
    }
    head += "\r\nAccept-Encoding: gzip";
    for (const auto& [name, value] : post.headers) {
        head += "\r\n" + name + ": " + value;
    }
    return head + "\r\n\r\n";
}

IoStatus sendRequest(Connection& connection, const Client::Post& post, std::string head) {
    if (post.body.size() <= kJoinedWrite) {
        head += post.body;
        return connection.write(head, post.deadline);
    }
    const auto status = connection.write(head, post.deadline);
    return status == IoStatus::Done ? connection.write(post.body, post.deadline) : status;
}

tl::expected<StatusHead, ExchangeFault> readStatusHead(Connection& connection, Deadline deadline) {
    std::optional<std::size_t> length = headLength(connection.buffered());
    while (!length) {
        const auto status = connection.fill(deadline);
        if (status == IoStatus::TimedOut) {
            return faultOf(ErrorCode::DeadlineExceeded, "the peer did not answer in time");
        }
        const auto buffered = connection.buffered();
        if (status != IoStatus::Done) {
            return buffered.empty() ? connectionEnded(connection, "closed without an answer")
                                    : faultOf(ErrorCode::PeerAnswerInvalid, "answer truncated");
        }
        constexpr std::string_view kStart = "HTTP/";
        if (buffered.substr(0, kStart.size()) != kStart.substr(0, std::min(kStart.size(), buffered.size()))) {
            return faultOf(ErrorCode::PeerAnswerInvalid, "not an HTTP answer");
        }
        length = headLength(buffered);
        if (buffered.size() > kHeadLimit && !length) {
            return faultOf(ErrorCode::PeerAnswerInvalid, "head of the answer too long");
        }
    }
    auto head = parseStatusHead(connection.buffered().substr(0, *length));
    connection.consume(*length);
    if (!head) {
        return faultOf(ErrorCode::PeerAnswerInvalid, "not an HTTP answer");
    }
    return *std::move(head);
}

tl::expected<StatusHead, ExchangeFault> readFinalHead(Connection& connection, Deadline deadline) {
    for (int interim = 0; interim < kInterimAnswers; ++interim) {
        auto head = readStatusHead(connection, deadline);
        if (!head || head->status >= 200) {
            return head;
        }
    }
    return faultOf(ErrorCode::PeerAnswerInvalid, "interim answers without end");
}

Fault bodyFault(BodyFault fault) {
    switch (fault) {
    case BodyFault::TooLarge:
        return faultOf(ErrorCode::PeerAnswerInvalid, "answer over the limit");
    case BodyFault::TimedOut:
        return faultOf(ErrorCode::DeadlineExceeded, "the answer did not come whole in time");
    case BodyFault::Truncated:
        return faultOf(ErrorCode::PeerAnswerInvalid, "answer truncated");
    case BodyFault::OverBudget:
    case BodyFault::Malformed:
        break;
    }
    return faultOf(ErrorCode::PeerAnswerInvalid, "framing or encoding of the answer is wrong");
}

tl::expected<std::string, BodyFault> decode(std::string body, const Headers& headers, std::size_t limit) {
    const auto encoding = headers.find("content-encoding");
    const auto coding = encoding == headers.end() ? std::string{"identity"} : lowerCase(encoding->second);
    if (coding == "identity" || body.empty()) {
        return body;
    }
    if (coding == "gzip" || coding == "x-gzip") {
        return gunzip(body, limit);
    }
    return tl::unexpected{BodyFault::Malformed};
}

bool peerKeepsOpen(const StatusHead& head, const Framing& framing) {
    const auto connection = head.headers.find("connection");
    return head.http11 && framing.kind != Framing::Kind::UntilClose &&
           (connection == head.headers.end() || !hasToken(connection->second, "close"));
}

} // namespace

tl::expected<Exchanged, ExchangeFault> exchange(Connection& connection, const Client::Post& post,
                                                std::string_view host, std::string_view target,
                                                std::size_t answerLimit) {
    const auto sent = sendRequest(connection, post, requestHead(post, host, target));
    if (sent == IoStatus::TimedOut) {
        return faultOf(ErrorCode::DeadlineExceeded, "the peer did not take the request in time");
    }
    // A request that was cut short may have its answer all the same: a refusal that came while we still sent.
    auto head = readFinalHead(connection, post.deadline);
    if (!head) {
        return tl::unexpected{head.error()};
    }
    const bool noBody = head->status == 204 || head->status == 304;
    const auto framing = noBody ? tl::expected<Framing, BodyFault>{Framing{}}
                                : framingOf(head->headers, {Framing::Kind::UntilClose, 0});
    if (!framing) {
        return bodyFault(framing.error());
    }
    auto body = readBody(connection, *framing, answerLimit, post.deadline);
    if (body) {
        body = decode(*std::move(body), head->headers, answerLimit);
    }
    if (!body) {
        return bodyFault(body.error());
    }
    Exchanged exchanged;
    exchanged.reusable =
        sent == IoStatus::Done && peerKeepsOpen(*head, *framing) && connection.buffered().empty();
    exchanged.answer = {head->status, std::move(head->headers), *std::move(body),
                        connection.tls() == nullptr ? std::nullopt : connection.tls()->peerCertificate()};
    return exchanged;
}

} // namespace ncp::http
