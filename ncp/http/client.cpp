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

struct IdleConnection {
    std::unique_ptr<Connection> connection;
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

} // namespace

struct Client::State {
    explicit State(ClientSettings given)
        : settings(std::move(given)),
          tls(TlsContext::make(TlsRole::Client, settings.credential, settings.trust)) {}

    std::unique_ptr<Connection> takeIdle(const std::string& authority);
    void keepIdle(const std::string& authority, std::unique_ptr<Connection> connection);
    Result<std::unique_ptr<Connection>> open(const Peer& peer, Deadline deadline);
    Answer finish(const Peer& peer, std::unique_ptr<Connection> connection, Exchanged exchanged);
    std::optional<Result<Answer>> postOverIdle(const Peer& peer, const Post& post);
    Delivery postOverNew(const Peer& peer, const Post& post);

    ClientSettings settings;
    Result<std::unique_ptr<TlsContext>> tls;
    Guarded<Pool> idle;
    std::atomic<std::uint64_t> fullHandshakes = 0;
    std::atomic<std::uint64_t> resumedHandshakes = 0;
    std::atomic<std::uint64_t> reusedConnections = 0;
};

/// The idle connection that was used last, if it is fit for another request.
std::unique_ptr<Connection> Client::State::takeIdle(const std::string& authority) {
    const auto oldest = steady_clock::now() - settings.idleLifetime;
    for (;;) {
        auto candidate = idle.with([&](Pool& pool) -> std::unique_ptr<Connection> {
            for (auto& [peer, connections] : pool) {
                std::erase_if(connections, [&](const IdleConnection& entry) { return entry.since < oldest; });
            }
            auto& connections = pool[authority];
            if (connections.empty()) {
                return nullptr;
            }
            auto last = std::move(connections.back().connection);
            connections.pop_back();
            return last;
        });
        if (!candidate || (candidate->idleAndOpen() && candidate->tls()->checkPeer(**tls))) {
            return candidate;
        }
    }
}

void Client::State::keepIdle(const std::string& authority, std::unique_ptr<Connection> connection) {
    connection->releaseMemory();
    idle.with([&](Pool& pool) {
        auto& connections = pool[authority];
        if (connections.size() < settings.idlePerPeer) {
            connections.push_back({std::move(connection), steady_clock::now()});
        }
    });
}

Result<std::unique_ptr<Connection>> Client::State::open(const Peer& peer, Deadline deadline) {
    const auto connected = std::min(deadline, steady_clock::now() + settings.connectTimeout);
    auto outcome = [&]() -> Result<std::unique_ptr<Connection>> {
        auto socket = dial(peer.host, peer.port, connected);
        if (!socket) {
            return passOn(socket);
        }
        auto connection = std::make_unique<Connection>(*socket);
        if (const auto secured = connection->secure(**tls, {peer.host, peer.authority}, connected);
            !secured) {
            return passOn(secured);
        }
        return connection;
    }();
    if (!outcome && outcome.error().code == ErrorCode::DeadlineExceeded && steady_clock::now() < deadline) {
        outcome.error().code = ErrorCode::ConnectionNotPossible; // only our own, shorter, limit has passed
    }
    if (outcome) {
        ++((*outcome)->tls()->resumed() ? resumedHandshakes : fullHandshakes);
    }
    return outcome;
}

Client::Client(ClientSettings settings) : state_(std::make_unique<State>(std::move(settings))) {}

Client::~Client() = default;

Answer Client::State::finish(const Peer& peer, std::unique_ptr<Connection> connection, Exchanged exchanged) {
    if (exchanged.reusable) {
        keepIdle(peer.authority, std::move(connection));
    }
    return std::move(exchanged.answer);
}

/// Nothing where there is no idle connection, or it was dead and the request may go out again.
std::optional<Result<Answer>> Client::State::postOverIdle(const Peer& peer, const Post& post) {
    auto connection = takeIdle(peer.authority);
    if (!connection) {
        return std::nullopt;
    }
    ++reusedConnections;
    auto exchanged = exchange(*connection, post, peer.authority, peer.target, settings.answerLimit);
    if (exchanged) {
        return finish(peer, std::move(connection), *std::move(exchanged));
    }
    if (exchanged.error().connectionWasDead) {
        return std::nullopt;
    }
    return tl::unexpected{exchanged.error().error};
}

Client::Delivery Client::State::postOverNew(const Peer& peer, const Post& post) {
    auto connection = open(peer, post.deadline);
    if (!connection) {
        return {passOn(connection), false};
    }
    auto exchanged = exchange(**connection, post, peer.authority, peer.target, settings.answerLimit);
    if (!exchanged) {
        return {tl::unexpected{exchanged.error().error}, true};
    }
    return {finish(peer, *std::move(connection), *std::move(exchanged)), true};
}

Result<Answer> Client::post(const Post& post) {
    return deliver(post).answer;
}

Client::Delivery Client::deliver(const Post& post) {
    if (!state_->tls) {
        return {passOn(state_->tls)};
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

Client::Statistics Client::statistics() const noexcept {
    return {state_->fullHandshakes, state_->resumedHandshakes, state_->reusedConnections};
}

} // namespace ncp::http
