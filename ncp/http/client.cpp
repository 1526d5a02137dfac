#include "ncp/http/client.hpp"

#include "base/guarded.hpp"
#include "ncp/http/client_exchange.hpp"
#include "ncp/http/connection.hpp"
#include "ncp/http/dial.hpp"
#include "ncp/http/head.hpp"
#include "ncp/http/tls_context.hpp"

#include <Poco/Exception.h>
#include <Poco/URI.h>
#include <algorithm>
#include <atomic>
#include <map>

namespace ncp::http {
namespace {

using std::chrono::steady_clock;

/// Whom a URL names, and what to ask for there.
struct Peer {
    std::string host;
    std::uint16_t port = 0;
    std::string authority; ///< host and port as the Host field has them; also the key of pool and sessions
    std::string target;
};

/// A connection with the keys and trust it was made with; these end after it.
struct Secured {
    std::shared_ptr<const TlsContext> context;
    std::unique_ptr<Connection> connection;
};

struct IdleConnection {
    Secured secured;
    steady_clock::time_point since;
};

using Pool = std::map<std::string, std::vector<IdleConnection>>;

bool isHostName(const std::string& host) {
    return !host.empty() && std::all_of(host.begin(), host.end(), [](unsigned char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
               c == '-' || c == '_' || c == ':';
    });
}

Result<Peer> parsePeer(const std::string& url) {
    try {
        const Poco::URI uri{url};
        if (uri.getScheme() != "https" || !isHostName(uri.getHost()) || !uri.getUserInfo().empty()) {
            return fail(ErrorCode::InputRefused, "not an https URL");
        }
        const bool bracketed = uri.getHost().find(':') != std::string::npos;
        Peer peer{uri.getHost(), uri.getPort(), bracketed ? "[" + uri.getHost() + "]" : uri.getHost(), {}};
        peer.authority += ":" + std::to_string(peer.port);
        peer.target = uri.getPathAndQuery();
        if (peer.target.empty() || peer.target.front() != '/') {
            peer.target.insert(0, "/");
        }
        return validFieldValue(peer.target) && peer.target.find(' ') == std::string::npos
                   ? Result<Peer>{std::move(peer)}
                   : fail(ErrorCode::InputRefused, "not an https URL");
    } catch (const Poco::Exception&) {
        return fail(ErrorCode::InputRefused, "not a URL");
    }
}

bool validFields(const Client::Post& post) {
    return validFieldValue(post.contentType) &&
           std::all_of(post.headers.begin(), post.headers.end(), [](const auto& field) {
               return validFieldValue(field.first) && validFieldValue(field.second);
           });
}

/// Whether the server is the one that the caller expects, beside being trusted.
Result<void> checkExpectations(const TlsSession& session, const Client::Post& post) {
    const auto country = session.peerCertificate()->country();
    if (post.expectedCountry && country != post.expectedCountry->str()) {
        return failRule(ErrorCode::PeerUntrusted, "expected-country",
                        "the server's certificate is not of " + post.expectedCountry->str());
    }
    if (post.expectedCertificates.empty()) {
        return {};
    }
    const auto path = session.peerPath();
    if (!path) {
        return passOn(path);
    }
    const auto isExpected = [&](const certs::Certificate& shown) {
        return std::ranges::find(post.expectedCertificates, shown) != post.expectedCertificates.end();
    };
    if (std::ranges::none_of(*path, isExpected)) {
        return failRule(ErrorCode::PeerUntrusted, "expected-certificate",
                        "the server's certificate is not the published one");
    }
    return {};
}

Result<std::shared_ptr<const TlsContext>> contextOf(const certs::Credential& credential,
                                                    std::shared_ptr<const certs::TrustStore> trust) {
    return TlsContext::make(TlsRole::Client, credential, std::move(trust))
        .map([](std::unique_ptr<TlsContext>&& made) {
            return std::shared_ptr<const TlsContext>{std::move(made)};
        });
}

} // namespace

struct Client::State {
    explicit State(ClientSettings given)
        : settings(std::move(given)), tls(contextOf(settings.credential, settings.trust)) {}

    Result<std::shared_ptr<const TlsContext>> currentTls() {
        return tls.with([](const auto& current) { return current; });
    }
    std::optional<Secured> takeIdle(const Peer& peer, const Post& post,
                                    const std::shared_ptr<const TlsContext>& current);
    void keepIdle(const std::string& authority, Secured secured);
    Result<Secured> open(const Peer& peer, Deadline deadline);
    Answer finish(const Peer& peer, Secured secured, Exchanged exchanged);
    std::optional<Result<Answer>> postOverIdle(const Peer& peer, const Post& post);
    Delivery postOverNew(const Peer& peer, const Post& post);

    ClientSettings settings;
    Guarded<Result<std::shared_ptr<const TlsContext>>> tls;
    Guarded<Pool> idle;
    std::atomic<std::uint64_t> fullHandshakes = 0;
    std::atomic<std::uint64_t> resumedHandshakes = 0;
    std::atomic<std::uint64_t> reusedConnections = 0;
};

/// The idle connection that was used last, if it is fit for another request.
std::optional<Secured> Client::State::takeIdle(const Peer& peer, const Post& post,
                                               const std::shared_ptr<const TlsContext>& current) {
    const auto oldest = steady_clock::now() - settings.idleLifetime;
    for (;;) {
        auto candidate = idle.with([&](Pool& pool) -> std::optional<Secured> {
            for (auto& [authority, connections] : pool) {
                std::erase_if(connections, [&](const IdleConnection& entry) { return entry.since < oldest; });
            }
            auto& connections = pool[peer.authority];
            if (connections.empty()) {
                return std::nullopt;
            }
            auto last = std::move(connections.back().secured);
            connections.pop_back();
            return last;
        });
        if (!candidate) {
            return std::nullopt;
        }
        const auto* session = candidate->connection->tls();
        if (candidate->context == current && candidate->connection->idleAndOpen() &&
            session->checkPeer(*current) && checkExpectations(*session, post)) {
            return candidate;
        }
    }
}

void Client::State::keepIdle(const std::string& authority, Secured secured) {
    secured.connection->releaseMemory();
    idle.with([&](Pool& pool) {
        auto& connections = pool[authority];
        if (connections.size() < settings.idlePerPeer) {
            connections.push_back({std::move(secured), steady_clock::now()});
        }
    });
}

Result<Secured> Client::State::open(const Peer& peer, Deadline deadline) {
    const auto context = currentTls();
    if (!context) {
        return passOn(context);
    }
    const auto connected = std::min(deadline, steady_clock::now() + settings.connectTimeout);
    auto outcome = [&]() -> Result<Secured> {
        auto socket = dial(peer.host, peer.port, connected);
        if (!socket) {
            return passOn(socket);
        }
        Secured secured{*context, std::make_unique<Connection>(*socket)};
        if (const auto done = secured.connection->secure(**context, {peer.host, peer.authority}, connected);
            !done) {
            return passOn(done);
        }
        return secured;
    }();
    if (!outcome && outcome.error().code == ErrorCode::DeadlineExceeded && steady_clock::now() < deadline) {
        outcome.error().code = ErrorCode::ConnectionNotPossible; // only our own, shorter, limit has passed
    }
    if (outcome) {
        ++(outcome->connection->tls()->resumed() ? resumedHandshakes : fullHandshakes);
    }
    return outcome;
}

Client::Client(ClientSettings settings) : state_(std::make_unique<State>(std::move(settings))) {}

Client::~Client() = default;

Answer Client::State::finish(const Peer& peer, Secured secured, Exchanged exchanged) {
    if (exchanged.reusable) {
        keepIdle(peer.authority, std::move(secured));
    }
    return std::move(exchanged.answer);
}

/// Nothing where there is no idle connection, or it was dead and the request may go out again.
std::optional<Result<Answer>> Client::State::postOverIdle(const Peer& peer, const Post& post) {
    const auto current = currentTls();
    if (!current) {
        return std::nullopt;
    }
    auto secured = takeIdle(peer, post, *current);
    if (!secured) {
        return std::nullopt;
    }
    ++reusedConnections;
    auto exchanged = exchange(*secured->connection, post, peer.authority, peer.target, settings.answerLimit);
    if (exchanged) {
        return finish(peer, *std::move(secured), *std::move(exchanged));
    }
    if (exchanged.error().connectionWasDead) {
        return std::nullopt;
    }
    return tl::unexpected{exchanged.error().error};
}

Client::Delivery Client::State::postOverNew(const Peer& peer, const Post& post) {
    auto secured = open(peer, post.deadline);
    if (!secured) {
        return {passOn(secured), false};
    }
    if (const auto expected = checkExpectations(*secured->connection->tls(), post); !expected) {
        return {passOn(expected), false};
    }
    auto exchanged = exchange(*secured->connection, post, peer.authority, peer.target, settings.answerLimit);
    if (!exchanged) {
        return {tl::unexpected{exchanged.error().error}, true};
    }
    return {finish(peer, *std::move(secured), *std::move(exchanged)), true};
}

Result<Answer> Client::post(const Post& post) {
    return deliver(post).answer;
}

Client::Delivery Client::deliver(const Post& post) {
    if (const auto usable = state_->currentTls(); !usable) {
        return {passOn(usable)};
    }
    const auto peer = parsePeer(post.url);
    if (!peer) {
        return {passOn(peer)};
    }
    if (!validFields(post)) {
        return {fail(ErrorCode::InputRefused, "header field with control characters")};
    }
    if (steady_clock::now() >= post.deadline) {
        return {fail(ErrorCode::DeadlineExceeded, "no time left for the call")};
    }
    if (post.idempotent) {
        if (auto answer = state_->postOverIdle(*peer, post)) {
            return {*std::move(answer), true};
        }
    }
    return state_->postOverNew(*peer, post);
}

Result<void> Client::renewTls(const certs::Credential& credential,
                              std::shared_ptr<const certs::TrustStore> trust) {
    auto made = contextOf(credential, std::move(trust));
    if (!made) {
        return passOn(made);
    }
    state_->tls.with([&](auto& current) { current = std::move(made); });
    state_->idle.with([](Pool& pool) { pool.clear(); });
    return {};
}

Client::Statistics Client::statistics() const noexcept {
    return {state_->fullHandshakes, state_->resumedHandshakes, state_->reusedConnections};
}

} // namespace ncp::http
