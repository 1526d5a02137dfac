#pragma once

#include "base/identifiers.hpp"
#include "certs/private_key.hpp"
#include "certs/trust_store.hpp"
#include "ncp/http/message.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ncp::http {

struct ClientSettings {
    certs::Credential credential;                   ///< our TLS client key
    std::shared_ptr<const certs::TrustStore> trust; ///< Purpose::TlsServer
    std::size_t answerLimit = std::size_t{64} * 1024 * 1024;
    std::chrono::seconds connectTimeout{10};
    std::chrono::seconds idleLifetime{12}; ///< of a pooled connection
    std::size_t idlePerPeer = 8;
};

/// What came back, with the certificate that the peer showed.
struct Answer {
    int status = 0;
    Headers headers;
    std::string body;
    std::optional<certs::Certificate> serverCertificate;
};

/// HTTPS with mutual TLS to peers, over a pool of kept-alive connections. The server's chain is checked
/// against the trust list and its name against the URL. A request is repeated only when a pooled connection
/// turned out closed before a byte of the answer came and `idempotent` says that it may be; one that is not
/// idempotent always gets a new connection (with a resumed session), so that this doubt cannot arise.
/// ConnectionNotPossible (refused, unknown name, TLS failed, plain HTTP on the other side), PeerUntrusted,
/// DeadlineExceeded, PeerAnswerInvalid (not HTTP, answer over the limit, truncated); InputRefused for a URL
/// that is not https. The rule of PeerUntrusted: "chain", "expired", "not-yet-valid", "revoked", "key-usage",
/// "key-size", "algorithm", "name-constraints", "country", "revocation-unknown", "host-name",
/// "expected-country", "expected-certificate". Safe to share between threads.
class Client {
  public:
    explicit Client(ClientSettings settings);
    ~Client();

    struct Post {
        std::string url;
        std::string contentType;
        std::string body;
        std::vector<std::pair<std::string, std::string>> headers;
        bool idempotent = false;
        Deadline deadline;
        /// The country (C) that the server's certificate must bear; absent: any.
        std::optional<CountryCode> expectedCountry = {};
        /// What discovery published for the endpoint: the server's certificate must be one of these or have
        /// been issued below one of these. Empty: the trust list decides alone.
        std::vector<certs::Certificate> expectedCertificates = {};
        std::string method = "POST"; ///< a token; a GET or DELETE has no body
    };
    Result<Answer> post(const Post& post);

    /// A post, and whether any byte of the request may have reached the peer.
    struct Delivery {
        Result<Answer> answer;
        bool sent = false;
    };
    /// As post(). For what must not be done twice: without `sent` the peer has seen nothing of the request.
    Delivery deliver(const Post& post);

    /// New key, certificate and trust list without a restart: connections from now on are made with them,
    /// those that wait are closed, requests under way end undisturbed. ConfigurationInvalid leaves the old
    /// ones in force.
    Result<void> renewTls(const certs::Credential& credential,
                          std::shared_ptr<const certs::TrustStore> trust);

    /// How connections came about since the start.
    struct Statistics {
        std::uint64_t fullHandshakes = 0;
        std::uint64_t resumedHandshakes = 0;
        std::uint64_t reusedConnections = 0;
    };
    Statistics statistics() const noexcept;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ncp::http
