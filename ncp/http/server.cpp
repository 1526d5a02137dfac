#include "ncp/http/server.hpp"

#include "ncp/http/connection_registry.hpp"
#include "ncp/http/server_connection.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Runnable.h>
#include <Poco/ThreadPool.h>
#include <atomic>
#include <sys/socket.h>
#include <thread>
#include <typeinfo>

namespace ncp::http {
namespace {

constexpr int kBacklog = 512;
constexpr int kThreadsAtLeast = 2;
constexpr int kThreadsOnTheirWayBack = 16; ///< whose connection has ended already
constexpr int kThreadIdleSeconds = 30;
/// Address space; memory is what a handler touches. A parse of the deepest allowed document fits many times.
constexpr int kStackBytes = 1024 * 1024;
constexpr std::chrono::milliseconds kPauseWhenOutOfDescriptors{50};

} // namespace

struct Server::State {
    State(ServerSettings settings, Handler handler, RefusalObserver onRefusal, Logger& log,
          std::shared_ptr<const TlsContext> tls);
    ~State();

    void listen();
    void acceptUntilClosed();
    void acceptOne();
    bool stop(Deadline until);

    Service service;
    ConnectionRegistry connections;
    Poco::ThreadPool threads;
    Poco::Net::ServerSocket listener;
    std::uint16_t port = 0;
    std::atomic<bool> closed = false;
    std::thread acceptor;
};

namespace {

/// A connection on a thread of the pool; it owns itself once it runs.
class ConnectionTask final : public Poco::Runnable {
  public:
    ConnectionTask(Service& service, ConnectionRegistry& connections, Poco::Net::StreamSocket socket)
        : service_(service), connections_(connections), socket_(std::move(socket)),
          descriptor_(socket_.impl()->sockfd()) {}

    void run() override {
        const std::unique_ptr<ConnectionTask> self{this};
        // The socket is closed when the last of its owners, this task, goes; the registry forgets it before.
        try {
            ServerConnection{service_, socket_}.serve();
        } catch (const std::exception& thrown) {
            service_.log.error("http.connection-failed", {{"kind", std::string_view{typeid(thrown).name()}}});
        } catch (...) {
            service_.log.error("http.connection-failed");
        }
        connections_.remove(descriptor_);
    }

  private:
    Service& service_;
    ConnectionRegistry& connections_;
    Poco::Net::StreamSocket socket_;
    int descriptor_;
};

std::string addressOf(const Poco::Net::StreamSocket& socket) {
    try {
        return socket.peerAddress().host().toString();
    } catch (const Poco::Exception&) {
        return "unknown";
    }
}

} // namespace

Server::State::State(ServerSettings settings, Handler handler, RefusalObserver onRefusal, Logger& log,
                     std::shared_ptr<const TlsContext> tls)
    : service{settings,
              std::move(handler),
              std::move(onRefusal),
              log,
              Guarded<std::shared_ptr<const TlsContext>>{std::move(tls)},
              RequestGate{settings.concurrencyLimit},
              HandshakeGate{settings.handshakeLimit},
              BodyBudget{settings.bodyTotalLimit}},
      connections(settings.connectionLimit, settings.addressLimit),
      threads("http", kThreadsAtLeast, kThreadsOnTheirWayBack + static_cast<int>(settings.connectionLimit),
              kThreadIdleSeconds, kStackBytes) {}

Server::State::~State() {
    stop(std::chrono::steady_clock::now());
    connections.waitUntilEmpty();
    threads.joinAll();
}

void Server::State::listen() {
    // Not ServerSocket's constructor: it sets SO_REUSEPORT, and a second node on the same port would go
    // unnoticed.
    listener.bind(Poco::Net::SocketAddress{service.settings.address, service.settings.port}, true, false);
    listener.listen(kBacklog);
    port = listener.address().port();
    acceptor = std::thread{[this] { acceptUntilClosed(); }};
}

void Server::State::acceptUntilClosed() {
    while (!closed) {
        try {
            acceptOne();
        } catch (const std::exception& thrown) {
            if (!closed) {
                service.log.error("http.accept-failed", {{"kind", std::string_view{typeid(thrown).name()}}});
                std::this_thread::sleep_for(kPauseWhenOutOfDescriptors);
            }
        }
    }
}

void Server::State::acceptOne() {
    auto socket = listener.acceptConnection();
    const int descriptor = socket.impl()->sockfd();
    if (closed) {
        return;
    }
    const auto address = addressOf(socket);
    switch (connections.add(descriptor, address)) {
    case Entry::Full:
        service.report({address, "connection-limit", std::nullopt, false});
        return;
    case Entry::AddressFull:
        service.report({address, "address-limit", std::nullopt, false});
        return;
    case Entry::Open:
        break;
    }
    auto task = std::make_unique<ConnectionTask>(service, connections, std::move(socket));
    try {
        threads.start(*task);
        static_cast<void>(task.release());
    } catch (...) {
        connections.remove(descriptor);
        throw;
    }
}

bool Server::State::stop(Deadline until) {
    service.gate.close();
    const bool finished = service.gate.waitUntilAnswered(until);
    if (!closed.exchange(true)) {
        ::shutdown(listener.impl()->sockfd(), SHUT_RDWR); // wakes the accepting thread
        if (acceptor.joinable()) {
            acceptor.join();
        }
        listener.close();
    }
    connections.breakAll();
    return finished;
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::start(ServerSettings settings, Handler handler,
                                              RefusalObserver onRefusal, Logger& log) {
    const auto where = settings.address + ":" + std::to_string(settings.port);
    try {
        if (!settings.tls && !Poco::Net::IPAddress{settings.address}.isLoopback()) {
            return fail(ErrorCode::ConfigurationInvalid,
                        "listen on " + where + ": plain HTTP is for loopback addresses only");
        }
        std::shared_ptr<const TlsContext> tls;
        if (settings.tls) {
            auto made = TlsContext::make(TlsRole::Server, settings.tls->credential, settings.tls->trust,
                                         settings.tls->staple);
            if (!made) {
                return passOn(made);
            }
            tls = *std::move(made);
        }
        auto state = std::make_unique<State>(std::move(settings), std::move(handler), std::move(onRefusal),
                                             log, std::move(tls));
        state->listen();
        return std::unique_ptr<Server>{new Server{std::move(state)}};
    } catch (const Poco::Exception& thrown) {
        return fail(ErrorCode::ConfigurationInvalid, "listen on " + where + ": " + thrown.displayText());
    }
}

Result<void> Server::renewTls(const ServerTls& tls) {
    if (!state_->service.currentTls()) {
        return fail(ErrorCode::ConfigurationInvalid, "a plain HTTP listener has no TLS to renew");
    }
    auto made = TlsContext::make(TlsRole::Server, tls.credential, tls.trust, tls.staple);
    if (!made) {
        return passOn(made);
    }
    state_->service.tls.with([&](auto& current) { current = *std::move(made); });
    return {};
}

std::uint16_t Server::port() const noexcept {
    return state_->port;
}

bool Server::stop(Deadline until) {
    return state_->stop(until);
}

std::size_t Server::openConnections() const noexcept {
    return state_->connections.size();
}

std::size_t Server::runningRequests() const noexcept {
    return state_->service.gate.running();
}

} // namespace ncp::http
