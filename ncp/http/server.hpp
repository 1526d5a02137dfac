#pragma once

#include "base/log.hpp"
#include "certs/private_key.hpp"
#include "certs/trust_store.hpp"
#include "ncp/http/message.hpp"
#include "ncp/http/tls_context.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace ncp::http {

/// Mutual TLS of a listener: our key, and the authorities whose clients may come in.
struct ServerTls {
    certs::Credential credential;
    std::shared_ptr<const certs::TrustStore> trust; ///< Purpose::TlsClient
    StapleSource staple = {};                       ///< where we show our own OCSP response
};

struct ServerSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;       ///< 0 takes a free one
    std::optional<ServerTls> tls; ///< absent: plain HTTP, loopback addresses only
    std::size_t bodyLimit = std::size_t{16} * 1024 * 1024;
    std::size_t connectionLimit = 512; ///< connections beyond are closed at once
    std::size_t addressLimit = 256;    ///< of them from one address
    std::size_t handshakeLimit = 64;   ///< TLS handshakes at the same time; others wait, headerTimeout long
    std::size_t bodyTotalLimit = std::size_t{256} * 1024 * 1024; ///< of all requests; 503 beyond
    std::size_t concurrencyLimit = 64;                           ///< requests beyond are answered 503 at once
    std::chrono::seconds headerTimeout{10}; ///< from the first byte of a request to its last header
    std::chrono::seconds bodyTimeout{30};   ///< for the whole body
    std::chrono::seconds idleTimeout{15};   ///< of a kept-alive connection
    std::chrono::seconds transactionTimeout{120};
    bool acceptsChanges = false; ///< PUT and DELETE are handed on too
};

/// What the server noticed below HTTP; each is told to an observer for metrics, log and audit.
struct ConnectionRefusal {
    std::string clientAddress;
    std::string rule; ///< of TLS: "no-client-certificate", "client-certificate-untrusted", "expired",
                      ///< "not-yet-valid", "revoked", "key-usage", "key-size", "handshake-timeout", "tls"; of
                      ///< HTTP: "header-limit", "header-timeout", "body-limit", "body-timeout",
                      ///< "malformed-http", "truncated", "method", "content-encoding"; of the server:
                      ///< "connection-limit" and "address-limit" (before anything was read),
                      ///< "handshake-limit", "body-total-limit", "overload", "shutting-down"
    std::optional<certs::Certificate> certificate; ///< as shown; who shows it is proved only where `verified`
    bool verified = false; ///< the chain is trusted and the client has proved that the key is its own
};

/// An HTTP/1.1 server on its own threads, one for each connection. A handler that throws is answered with 500
/// and logged; every request gets an answer or a closed connection within its timeouts. GET, HEAD and POST,
/// where the settings say so PUT and DELETE.
/// The destructor waits for handlers that still run; each has its Request::deadline to end by.
class Server {
  public:
    using RefusalObserver = std::function<void(const ConnectionRefusal&)>;

    /// ConfigurationInvalid when the address cannot be had, the TLS credential cannot be used, or plain HTTP
    /// is wanted on an address that is not loopback. The observer is called on the connection's thread.
    static Result<std::unique_ptr<Server>> start(ServerSettings settings, Handler handler,
                                                 RefusalObserver onRefusal, Logger& log);
    ~Server();

    std::uint16_t port() const noexcept;
    /// New key, certificate and trust list without a restart: handshakes from now on use them, and requests
    /// over open connections are checked against the new list. ConfigurationInvalid leaves the old ones in
    /// force.
    Result<void> renewTls(const ServerTls& tls);
    /// Takes no new work (new requests are answered 503), waits for what runs until `until`, then closes.
    /// True when all of it finished.
    bool stop(Deadline until);
    std::size_t openConnections() const noexcept;
    std::size_t runningRequests() const noexcept;

  private:
    struct State;
    explicit Server(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

} // namespace ncp::http
