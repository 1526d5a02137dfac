#include "ncp/http/tls_context.hpp"

#include "base/handle.hpp"
#include "ncp/http/tls_verification.hpp"

#include <array>
#include <openssl/err.h>
#include <openssl/ssl.h>

namespace ncp::http {
namespace {

constexpr const char* kCiphersOfTls12 = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
                                        "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
                                        "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* kCiphersOfTls13 = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:"
                                        "TLS_CHACHA20_POLY1305_SHA256";
constexpr const char* kGroups = "X25519:P-256:P-384";
constexpr int kSecurityLevel = 2; ///< at least 112 bits: no SHA-1, no RSA below 2048
constexpr std::string_view kSessionContext = "ncp";
constexpr long kSessionLifeSeconds = 300;
constexpr long kSessionCacheSize = 4096;
constexpr std::size_t kAcceptedLimit = 1024;

tl::unexpected<Error> unusable(const std::string& what) {
    std::array<char, 256> reason{};
    ERR_error_string_n(ERR_get_error(), reason.data(), reason.size());
    ERR_clear_error();
    return fail(ErrorCode::ConfigurationInvalid, "TLS: " + what + ": " + reason.data());
}

Result<void> useCredential(SSL_CTX* context, const certs::Credential& credential) {
    if (credential.chain.empty()) {
        return fail(ErrorCode::ConfigurationInvalid, "TLS: credential without a certificate");
    }
    if (SSL_CTX_use_certificate(context, credential.certificate().native()) != 1 ||
        SSL_CTX_use_PrivateKey(context, credential.key.native()) != 1 ||
        SSL_CTX_check_private_key(context) != 1) {
        return unusable("key and certificate");
    }
    for (std::size_t i = 1; i < credential.chain.size(); ++i) {
        if (SSL_CTX_add1_chain_cert(context, credential.chain[i].native()) != 1) {
            return unusable("certificate chain");
        }
    }
    return {};
}

Result<void> useAnchors(SSL_CTX* context, const certs::TrustStore& trust, TlsRole role) {
    const auto purpose = role == TlsRole::Server ? certs::Purpose::TlsClient : certs::Purpose::TlsServer;
    X509_STORE* store = SSL_CTX_get_cert_store(context);
    // The trust list may name an issuing authority without the root above it.
    X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);
    for (const auto& anchor : trust.anchors(purpose)) {
        if (X509_STORE_add_cert(store, anchor.native()) != 1) {
            return unusable("trust anchor");
        }
        if (role == TlsRole::Server && SSL_CTX_add_client_CA(context, anchor.native()) != 1) {
            return unusable("name of a trust anchor");
        }
    }
    return {};
}

Result<void> useProtocolRules(SSL_CTX* context) {
    SSL_CTX_set_options(context,
                        SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    // Our chain is what the credential says; OpenSSL would fill it up from the anchors of our peers.
    SSL_CTX_set_mode(context, SSL_MODE_NO_AUTO_CHAIN | SSL_MODE_RELEASE_BUFFERS |
                                  SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                  SSL_MODE_AUTO_RETRY);
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set_security_level(context, kSecurityLevel);
    if (SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1 ||
        SSL_CTX_set_cipher_list(context, kCiphersOfTls12) != 1 ||
        SSL_CTX_set_ciphersuites(context, kCiphersOfTls13) != 1 ||
        SSL_CTX_set1_groups_list(context, kGroups) != 1) {
        return unusable("protocol version and ciphers");
    }
    return {};
}

void resumeAsServer(SSL_CTX* context) {
    // Without a session id context a client that offers a session would fail. No tickets: each would carry
    // the client's certificate, to be decoded again at every resumption.
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
    SSL_CTX_set_num_tickets(context, 1);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_SERVER);
    SSL_CTX_sess_set_cache_size(context, kSessionCacheSize);
    SSL_CTX_set_timeout(context, kSessionLifeSeconds);
    SSL_CTX_set_session_id_context(context, reinterpret_cast<const unsigned char*>(kSessionContext.data()),
                                   static_cast<unsigned>(kSessionContext.size()));
}

void resumeAsClient(SSL_CTX* context) {
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context, &keepNewSession);
}

/// OpenSSL asks for the response to staple; it frees the copy.
int giveStaple(SSL* ssl, void* given) noexcept {
    try {
        const auto response = static_cast<const TlsContext*>(given)->staple();
        auto* copy = response ? OPENSSL_memdup(response->data(), response->size()) : nullptr;
        if (copy == nullptr) {
            return SSL_TLSEXT_ERR_NOACK;
        }
        SSL_set_tlsext_status_ocsp_resp(ssl, copy, static_cast<long>(response->size()));
        return SSL_TLSEXT_ERR_OK;
    } catch (...) {
        return SSL_TLSEXT_ERR_NOACK;
    }
}

} // namespace

TlsContext::TlsContext(TlsRole role, std::shared_ptr<ssl_ctx_st> context,
                       std::shared_ptr<const certs::TrustStore> trust, StapleSource staple)
    : role_(role), context_(std::move(context)), trust_(std::move(trust)), staple_(std::move(staple)) {}

TlsContext::~TlsContext() = default;

Result<std::unique_ptr<TlsContext>> TlsContext::make(TlsRole role, const certs::Credential& credential,
                                                     std::shared_ptr<const certs::TrustStore> trust,
                                                     StapleSource staple) {
    if (!trust) {
        return fail(ErrorCode::ConfigurationInvalid, "TLS: no trust list");
    }
    const SSL_METHOD* method = role == TlsRole::Server ? TLS_server_method() : TLS_client_method();
    std::shared_ptr<SSL_CTX> context{SSL_CTX_new(method), &SSL_CTX_free};
    if (!context) {
        return unusable("context");
    }
    if (const auto used = useProtocolRules(context.get()); !used) {
        return passOn(used);
    }
    if (const auto used = useCredential(context.get(), credential); !used) {
        return passOn(used);
    }
    if (const auto used = useAnchors(context.get(), *trust, role); !used) {
        return passOn(used);
    }
    role == TlsRole::Server ? resumeAsServer(context.get()) : resumeAsClient(context.get());
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    SSL_CTX_set_cert_verify_callback(context.get(), &verifyPeer, nullptr);
    std::unique_ptr<TlsContext> made{
        new TlsContext{role, std::move(context), std::move(trust), std::move(staple)}};
    if (made->staple_) {
        SSL_CTX_set_tlsext_status_cb(made->native(), &giveStaple);
        SSL_CTX_set_tlsext_status_arg(made->native(), made.get());
    }
    return made;
}

certs::Purpose TlsContext::peerPurpose() const noexcept {
    return role_ == TlsRole::Server ? certs::Purpose::TlsClient : certs::Purpose::TlsServer;
}

Result<void> TlsContext::check(const certs::Certificate& certificate,
                               std::span<const certs::Certificate> intermediates,
                               certs::RevocationEffort effort) const {
    return trust_->check(certificate, intermediates, peerPurpose(), SystemClock{}.now(), effort);
}

Result<std::vector<certs::Certificate>>
TlsContext::path(const certs::Certificate& certificate,
                 std::span<const certs::Certificate> intermediates) const {
    return trust_->path(certificate, intermediates, peerPurpose(), SystemClock{}.now());
}

void TlsContext::learn(const certs::Certificate& certificate,
                       std::span<const certs::Certificate> intermediates,
                       std::string_view ocspResponse) const {
    trust_->learn(certificate, intermediates, peerPurpose(), ocspResponse, SystemClock{}.now());
}

std::optional<std::string> TlsContext::staple() const {
    return staple_ ? staple_() : std::nullopt;
}

Result<certs::Certificate> TlsContext::certificate(x509_st* native) const {
    std::string digest(EVP_MAX_MD_SIZE, '\0');
    unsigned length = 0;
    if (X509_digest(native, EVP_sha256(), reinterpret_cast<unsigned char*>(digest.data()), &length) != 1) {
        return fail(ErrorCode::PeerUntrusted, "certificate without a digest");
    }
    digest.resize(length);
    auto known = accepted_.with([&](const auto& accepted) -> std::optional<certs::Certificate> {
        const auto found = accepted.find(digest);
        return found == accepted.end() ? std::nullopt : std::optional{found->second};
    });
    if (known) {
        return *std::move(known);
    }
    const int size = i2d_X509(native, nullptr);
    if (size <= 0) {
        return fail(ErrorCode::PeerUntrusted, "certificate cannot be encoded");
    }
    std::string der(static_cast<std::size_t>(size), '\0');
    auto* out = reinterpret_cast<unsigned char*>(der.data());
    i2d_X509(native, &out);
    return certs::Certificate::fromDer(der);
}

void TlsContext::remember(const certs::Certificate& accepted) const {
    accepted_.with([&](auto& known) {
        if (known.size() >= kAcceptedLimit) {
            known.clear();
        }
        known.emplace(accepted.sha256(), accepted);
    });
}

std::shared_ptr<ssl_session_st> TlsContext::session(const std::string& peer) const {
    return sessions_.with([&](const auto& sessions) {
        const auto found = sessions.find(peer);
        return found == sessions.end() ? std::shared_ptr<ssl_session_st>{} : found->second;
    });
}

void TlsContext::keepSession(const std::string& peer, std::shared_ptr<ssl_session_st> session) const {
    sessions_.with([&](auto& sessions) { sessions.insert_or_assign(peer, std::move(session)); });
}

void TlsContext::forgetSession(const std::string& peer) const {
    sessions_.with([&](auto& sessions) { sessions.erase(peer); });
}

} // namespace ncp::http
