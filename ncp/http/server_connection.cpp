#include "ncp/http/server_connection.hpp"

#include "ncp/http/response_head.hpp"

#include <algorithm>
#include <chrono>
#include <typeinfo>

namespace ncp::http {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kFarewell{500};
constexpr std::size_t kJoinedWrite = 64 * 1024; ///< up to here head and body leave in one piece

/// The observer's word for a handshake that failed.
std::string_view ruleOf(const Error& error) {
    return error.rule == "chain" ? std::string_view{"client-certificate-untrusted"}
                                 : std::string_view{error.rule};
}

Response plainAnswer(int status) {
    Response response;
    response.status = status;
    response.contentType = "text/plain; charset=utf-8";
    response.body = std::string{reasonPhrase(status)} + "\n";
    if (status == 503) {
        response.headers.emplace_back("Retry-After", "1");
    }
    if (status == 405) {
        response.headers.emplace_back("Allow", "GET, HEAD, POST");
    }
    return response;
}

/// An admitted request counts as answered when this goes, whatever happened on the way.
struct AnswerGuard {
    explicit AnswerGuard(RequestGate& requests) noexcept : gate(requests) {}
    ~AnswerGuard() { gate.answered(); }
    AnswerGuard(const AnswerGuard&) = delete;
    AnswerGuard& operator=(const AnswerGuard&) = delete;

    RequestGate& gate;
};

/// A handshake's place is free again when this goes.
struct HandshakeGuard {
    HandshakeGuard(HandshakeGate& handshakes, const std::string& client) noexcept
        : gate(handshakes), address(client) {}
    ~HandshakeGuard() { gate.leave(address); }
    HandshakeGuard(const HandshakeGuard&) = delete;
    HandshakeGuard& operator=(const HandshakeGuard&) = delete;

    HandshakeGate& gate;
    const std::string& address;
};

/// What is tolerated of the way in which a request came.
std::vector<std::string> tolerancesOf(const RequestHead& head, std::string_view coding) {
    std::vector<std::string> names;
    if (head.headers.find("transfer-encoding") != head.headers.end()) {
        names.emplace_back("http.chunked-body");
    }
    if (coding != "identity") {
        names.emplace_back("http.gzip-body");
    }
    if (head.headers.find("expect") != head.headers.end()) {
        names.emplace_back("http.expect-continue");
    }
    return names;
}

std::string codingOf(const RequestHead& head) {
    const auto encoding = head.headers.find("content-encoding");
    return encoding == head.headers.end() ? std::string{"identity"} : lowerCase(encoding->second);
}

bool wantsToStay(const RequestHead& head) {
    const auto connection = head.headers.find("connection");
    return head.http11 && (connection == head.headers.end() || !hasToken(connection->second, "close"));
}

bool awaitsContinue(const RequestHead& head) {
    const auto expect = head.headers.find("expect");
    return head.http11 && expect != head.headers.end() && lowerCase(expect->second) == "100-continue";
}

} // namespace

std::shared_ptr<const TlsContext> Service::currentTls() {
    return tls.with([](const auto& current) { return current; });
}

void Service::report(const ConnectionRefusal& refusal) const noexcept {
    try {
        if (onRefusal) {
            onRefusal(refusal);
        }
    } catch (const std::exception& thrown) {
        log.error("http.observer-failed", {{"kind", std::string_view{typeid(thrown).name()}}});
    } catch (...) {
        log.error("http.observer-failed");
    }
}

ServerConnection::ServerConnection(Service& service, Poco::Net::StreamSocket socket)
    : service_(service), tls_(service.currentTls()), connection_(std::move(socket)),
      clientAddress_(connection_.peerAddress()) {}

void ServerConnection::serve() {
    if (tls_ && !secure()) {
        return;
    }
    while (awaitRequest()) {
        if (serveRequest() == Next::Close) {
            connection_.closeGently(steady_clock::now() + kFarewell);
            return;
        }
    }
}

Result<void> ServerConnection::handshake() {
    const auto deadline = steady_clock::now() + service_.settings.headerTimeout;
    if (!waitUntilReady(connection_.descriptor(), Readiness::Readable, deadline)) {
        return connection_.secure(*tls_, {}, deadline); // its time is over: says so, and takes no place
    }
    if (!service_.handshakes.enter(clientAddress_, deadline)) {
        return failRule(ErrorCode::Overloaded, "handshake-limit", "too many handshakes at the same time");
    }
    const HandshakeGuard guard{service_.handshakes, clientAddress_};
    return connection_.secure(*tls_, {}, deadline);
}

bool ServerConnection::secure() {
    const auto secured = handshake();
    if (secured) {
        clientVerified_ = true;
        return true;
    }
    if (secured.error().rule != "closed") {
        report(ruleOf(secured.error()));
        // The peer shall get the alert that says why, not a reset.
        connection_.closeGently(steady_clock::now() + kFarewell);
    }
    return false;
}

/// True when the first byte of a request is there.
bool ServerConnection::awaitRequest() {
    const auto until = steady_clock::now() + service_.settings.idleTimeout;
    if (connection_.buffered().empty()) {
        connection_.releaseMemory();
        if (connection_.fill(until) != IoStatus::Done) {
            return false;
        }
    }
    return true;
}

ServerConnection::Next ServerConnection::serveRequest() {
    const auto arrival = steady_clock::now();
    if (connection_.tls() != nullptr) {
        if (const auto trusted = connection_.tls()->checkPeer(*service_.currentTls()); !trusted) {
            clientVerified_ = false;
            report(ruleOf(trusted.error()));
            return Next::Close;
        }
    }
    auto head = readHead(arrival + service_.settings.headerTimeout);
    if (!head) {
        return refuse(head.error());
    }
    const bool keepOpen = wantsToStay(*head);
    BodyShare share{service_.bodies};
    const auto request = complete(*std::move(head), arrival + service_.settings.transactionTimeout, share);
    return request ? admitAndAnswer(*request, keepOpen) : refuse(request.error());
}

ServerConnection::Refusal ServerConnection::refusalOf(HeadFault fault) noexcept {
    switch (fault) {
    case HeadFault::TooManyFields:
        return {431, "header-limit"};
    case HeadFault::VersionNotSupported:
        return {505, "malformed-http"};
    case HeadFault::Malformed:
        break;
    }
    return {400, "malformed-http"};
}

ServerConnection::Refusal ServerConnection::refusalOf(BodyFault fault) noexcept {
    switch (fault) {
    case BodyFault::TooLarge:
        return {413, "body-limit"};
    case BodyFault::OverBudget:
        return {503, "body-total-limit"};
    case BodyFault::TimedOut:
        return {408, "body-timeout"};
    case BodyFault::Truncated:
        return {400, "truncated"};
    case BodyFault::Malformed:
        break;
    }
    return {400, "malformed-http"};
}

/// Waits until a head is there whole, and answers its length.
tl::expected<std::size_t, ServerConnection::Refusal> ServerConnection::awaitHead(Deadline deadline) {
    for (;;) {
        while (connection_.buffered().substr(0, 2) == "\r\n") {
            connection_.consume(2); // RFC 9112, 2.2: empty lines before a request are ignored
        }
        const auto buffered = connection_.buffered();
        if (!buffered.empty() && buffered.front() != '\r' &&
            (buffered.front() < 'A' || buffered.front() > 'z')) {
            return tl::unexpected{Refusal{400, "malformed-http"}}; // not text: no end of a head to wait for
        }
        const auto length = headLength(buffered);
        if (length.value_or(buffered.size()) > kHeadLimit) {
            return tl::unexpected{Refusal{431, "header-limit"}};
        }
        if (length) {
            return *length;
        }
        const auto status = connection_.fill(deadline);
        if (status != IoStatus::Done) {
            return tl::unexpected{status == IoStatus::TimedOut ? Refusal{408, "header-timeout"}
                                                               : Refusal{400, "truncated"}};
        }
    }
}

tl::expected<RequestHead, ServerConnection::Refusal> ServerConnection::readHead(Deadline deadline) {
    const auto length = awaitHead(deadline);
    if (!length) {
        return tl::unexpected{length.error()};
    }
    auto head = parseRequestHead(connection_.buffered().substr(0, *length));
    connection_.consume(*length);
    if (!head) {
        return tl::unexpected{refusalOf(head.error())};
    }
    return *std::move(head);
}

tl::expected<std::string, ServerConnection::Refusal> ServerConnection::readBody(const RequestHead& head,
                                                                                BodyShare& share) {
    const auto deadline = steady_clock::now() + service_.settings.bodyTimeout;
    const auto limit = service_.settings.bodyLimit;
    const auto framing = framingOf(head.headers, Framing{});
    if (!framing) {
        return tl::unexpected{refusalOf(framing.error())};
    }
    if (framing->kind == Framing::Kind::Length && framing->length > limit) {
        return tl::unexpected{refusalOf(BodyFault::TooLarge)};
    }
    const auto coding = codingOf(head);
    if (coding != "identity" && coding != "gzip" && coding != "x-gzip") {
        return tl::unexpected{Refusal{415, "content-encoding"}};
    }
    if (framing->kind == Framing::Kind::Length && !share.fits(framing->length)) {
        return tl::unexpected{refusalOf(BodyFault::OverBudget)};
    }
    if (awaitsContinue(head) && connection_.buffered().empty() &&
        connection_.write("HTTP/1.1 100 Continue\r\n\r\n", deadline) != IoStatus::Done) {
        return tl::unexpected{Refusal{0, "truncated"}};
    }
    auto body = http::readBody(connection_, *framing, limit, deadline, &share);
    if (body && coding != "identity") {
        body = gunzip(*body, limit, &share);
    }
    if (!body) {
        return tl::unexpected{refusalOf(body.error())};
    }
    return *std::move(body);
}

tl::expected<Request, ServerConnection::Refusal>
ServerConnection::complete(RequestHead head, Deadline deadline, BodyShare& share) {
    const bool changes = head.method == "PUT" || head.method == "DELETE";
    if (head.method != "GET" && head.method != "HEAD" && head.method != "POST" &&
        !(changes && service_.settings.acceptsChanges)) {
        return tl::unexpected{Refusal{405, "method"}};
    }
    auto target = parseTarget(head.target);
    if (!target || (head.http11 && head.headers.find("host") == head.headers.end())) {
        return tl::unexpected{Refusal{400, "malformed-http"}};
    }
    if (head.headers.count("expect") > 0 && !awaitsContinue(head)) {
        return tl::unexpected{Refusal{417, "malformed-http"}};
    }
    auto tolerated = tolerancesOf(head, codingOf(head));
    auto body = readBody(head, share);
    if (!body) {
        return tl::unexpected{body.error()};
    }
    return Request{
        std::move(head.method), std::move(target->path), std::move(target->query), std::move(head.headers),
        *std::move(body),       clientAddress_,          clientCertificate(),      deadline,
        std::move(tolerated)};
}

Response ServerConnection::callHandler(const Request& request) const noexcept {
    try {
        auto response = service_.handler(request);
        if (sendable(response)) {
            return response;
        }
        service_.log.error("http.answer-not-sendable");
    } catch (const std::exception& thrown) {
        service_.log.error("http.handler-failed", {{"kind", std::string_view{typeid(thrown).name()}}});
    } catch (...) {
        service_.log.error("http.handler-failed");
    }
    return plainAnswer(500);
}

ServerConnection::Next ServerConnection::admitAndAnswer(const Request& request, bool keepOpen) {
    const bool withBody = request.method != "HEAD";
    switch (service_.gate.admit()) {
    case Admission::Overloaded:
        report("overload");
        return send(plainAnswer(503), withBody, keepOpen) == IoStatus::Done && keepOpen ? Next::KeepOpen
                                                                                        : Next::Close;
    case Admission::Closing:
        report("shutting-down");
        send(plainAnswer(503), withBody, false);
        return Next::Close;
    case Admission::Admitted:
        break;
    }
    const AnswerGuard answered{service_.gate};
    const auto response = callHandler(request);
    service_.gate.handled();
    const bool stays = keepOpen && !service_.gate.closing();
    const auto sent = send(response, withBody, stays);
    return sent == IoStatus::Done && stays ? Next::KeepOpen : Next::Close;
}

ServerConnection::Next ServerConnection::refuse(const Refusal& refusal) {
    report(refusal.rule);
    if (refusal.status != 0) {
        send(plainAnswer(refusal.status), true, false);
    }
    return Next::Close;
}

IoStatus ServerConnection::send(const Response& response, bool withBody, bool keepOpen) {
    const auto deadline = steady_clock::now() + service_.settings.bodyTimeout;
    auto bytes = responseHead(response, keepOpen);
    if (withBody && response.body.size() <= kJoinedWrite) {
        bytes += response.body;
        return connection_.write(bytes, deadline);
    }
    const auto status = connection_.write(bytes, deadline);
    return status == IoStatus::Done && withBody ? connection_.write(response.body, deadline) : status;
}

void ServerConnection::report(std::string_view rule) const noexcept {
    try {
        service_.report({clientAddress_, std::string{rule}, clientCertificate(), clientVerified_});
    } catch (const std::exception&) {
        service_.log.error("http.refusal-not-reported");
    }
}

std::optional<certs::Certificate> ServerConnection::clientCertificate() const {
    return connection_.tls() == nullptr ? std::nullopt : connection_.tls()->peerCertificate();
}

} // namespace ncp::http
