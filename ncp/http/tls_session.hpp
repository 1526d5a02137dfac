#pragma once

#include "ncp/http/tls_context.hpp"
#include "ncp/http/transport.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

struct ssl_st;

namespace ncp::http {

/// TLS over one connected, non-blocking socket. The socket stays the caller's.
class TlsSession {
  public:
    /// `peer` (client only) names the host whose name or address the server's certificate must carry, and the
    /// key under which its session is kept for resumption.
    struct Peer {
        std::string host;
        std::string sessionKey;
    };

    TlsSession(const TlsContext& context, int descriptor, Peer peer);
    ~TlsSession();
    TlsSession(const TlsSession&) = delete;
    TlsSession& operator=(const TlsSession&) = delete;

    /// Nothing may be sent or read before it succeeded. Errors: NoClientCertificate, PeerUntrusted (rule:
    /// "chain", "expired", "not-yet-valid", "revoked", "revocation-unknown", "key-usage", "key-size",
    /// "algorithm", "name-constraints", "country", "host-name"), ConnectionNotPossible (rule "tls", or
    /// "closed" when the peer left without a word), DeadlineExceeded.
    Result<void> handshake(Deadline deadline);
    /// The trust list's word again, that of `current`: since the handshake a certificate may have expired,
    /// and the list may have been renewed.
    Result<void> checkPeer(const TlsContext& current) const;

    /// The path by which the trust list knows the peer: its certificate first. For a connection that stands.
    Result<std::vector<certs::Certificate>> peerPath() const;

    IoResult read(char* buffer, std::size_t size, Deadline deadline);
    IoStatus write(const char* bytes, std::size_t size, Deadline deadline);
    /// Tells the peer that nothing more will come; does not wait.
    void sayGoodbye() noexcept;
    /// False when the peer closed an idle connection or sent what nobody asked for.
    bool idleAndOpen();

    bool resumed() const noexcept;
    /// What the peer showed, also when it was refused.
    const std::optional<certs::Certificate>& peerCertificate() const noexcept;
    /// What the TLS layer said when an operation failed; empty where it was the connection.
    const std::string& failure() const noexcept { return failure_; }

    struct Verification;

  private:
    template <class Operation>
    IoResult drive(Operation operation, Deadline deadline);
    Result<void> explain(const IoResult& ended);
    Result<void> adoptPeer();
    void adoptStaple();

    const TlsContext& context_;
    int descriptor_;
    Peer peer_;
    std::unique_ptr<Verification> verification_;
    std::shared_ptr<ssl_st> ssl_;
    std::string failure_;
    int failureReason_ = 0;
};

} // namespace ncp::http
