#pragma once

#include "base/guarded.hpp"
#include "certs/private_key.hpp"
#include "certs/trust_store.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct ssl_ctx_st;
struct ssl_session_st;
struct x509_st;

namespace ncp::http {

enum class TlsRole : std::uint8_t { Server, Client };

/// The current OCSP response about a server's own certificate (DER), nothing where there is none; quick.
using StapleSource = std::function<std::optional<std::string>()>;

/// What all TLS connections of a listener or of a client share: our key, the trust list, the rules of the
/// protocol (TLS 1.2 or 1.3, forward secrecy and authenticated encryption only, no compression, no
/// renegotiation; always mutual) and the sessions that can be resumed.
class TlsContext {
  public:
    /// ConfigurationInvalid when key, certificate or anchors cannot be used for TLS.
    /// `staple`: of a server, shown to clients that ask for it.
    static Result<std::unique_ptr<TlsContext>> make(TlsRole role, const certs::Credential& credential,
                                                    std::shared_ptr<const certs::TrustStore> trust,
                                                    StapleSource staple = {});
    ~TlsContext();
    TlsContext(const TlsContext&) = delete;
    TlsContext& operator=(const TlsContext&) = delete;

    TlsRole role() const noexcept { return role_; }
    ssl_ctx_st* native() const noexcept { return context_.get(); }

    /// The trust list's word on a peer's certificate, now.
    Result<void> check(const certs::Certificate& certificate,
                       std::span<const certs::Certificate> intermediates,
                       certs::RevocationEffort effort = certs::RevocationEffort::Ask) const;
    /// The path by which the trust list knows the certificate: leaf first.
    Result<std::vector<certs::Certificate>> path(const certs::Certificate& certificate,
                                                 std::span<const certs::Certificate> intermediates) const;
    /// Takes what the peer showed of its own revocation (DER).
    void learn(const certs::Certificate& certificate, std::span<const certs::Certificate> intermediates,
               std::string_view ocspResponse) const;
    /// What we show of our own; nothing for a client.
    std::optional<std::string> staple() const;

    /// The certificate as a value; those of peers that were accepted before are not decoded again.
    Result<certs::Certificate> certificate(x509_st* native) const;
    void remember(const certs::Certificate& accepted) const;

    /// Sessions of a client by peer (host and port), the newest of each.
    std::shared_ptr<ssl_session_st> session(const std::string& peer) const;
    void keepSession(const std::string& peer, std::shared_ptr<ssl_session_st> session) const;
    void forgetSession(const std::string& peer) const;

  private:
    TlsContext(TlsRole role, std::shared_ptr<ssl_ctx_st> context,
               std::shared_ptr<const certs::TrustStore> trust, StapleSource staple);

    certs::Purpose peerPurpose() const noexcept;

    TlsRole role_;
    std::shared_ptr<ssl_ctx_st> context_;
    std::shared_ptr<const certs::TrustStore> trust_;
    StapleSource staple_;
    mutable Guarded<std::unordered_map<std::string, certs::Certificate>> accepted_;
    mutable Guarded<std::unordered_map<std::string, std::shared_ptr<ssl_session_st>>> sessions_;
};

} // namespace ncp::http
