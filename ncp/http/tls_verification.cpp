#include "ncp/http/tls_verification.hpp"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <utility>

namespace ncp::http {
namespace {

std::string ruleOf(int verificationError) {
    switch (verificationError) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return "expired";
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return "not-yet-valid";
    case X509_V_ERR_CERT_REVOKED:
        return "revoked";
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return "host-name";
    case X509_V_ERR_INVALID_PURPOSE:
    case X509_V_ERR_CERT_REJECTED:
        return "key-usage";
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
        return "key-size";
    case X509_V_ERR_CA_MD_TOO_WEAK:
        return "algorithm";
    case X509_V_ERR_PERMITTED_VIOLATION:
    case X509_V_ERR_EXCLUDED_VIOLATION:
        return "name-constraints";
    default:
        return "chain";
    }
}

int alertFor(const std::string& rule) {
    if (rule == "expired" || rule == "not-yet-valid") {
        return X509_V_ERR_CERT_HAS_EXPIRED;
    }
    return rule == "revoked" ? X509_V_ERR_CERT_REVOKED : X509_V_ERR_CERT_UNTRUSTED;
}

Result<void> verify(X509_STORE_CTX* store, TlsSession::Verification& verification) {
    auto leaf = verification.context->certificate(X509_STORE_CTX_get0_cert(store));
    if (!leaf) {
        return passOn(leaf);
    }
    verification.certificate = *leaf;
    STACK_OF(X509)* presented = X509_STORE_CTX_get0_untrusted(store);
    for (int i = 0; i < sk_X509_num(presented); ++i) {
        auto other = verification.context->certificate(sk_X509_value(presented, i));
        if (other && !(*other == *leaf)) {
            verification.intermediates.push_back(*std::move(other));
        }
    }
    if (X509_verify_cert(store) != 1) {
        const int error = X509_STORE_CTX_get_error(store);
        return failRule(ErrorCode::PeerUntrusted, ruleOf(error), X509_verify_cert_error_string(error));
    }
    // A server may still show what its responder says: revocation is decided when the handshake is done.
    const auto effort = verification.context->role() == TlsRole::Client ? certs::RevocationEffort::KnownOnly
                                                                        : certs::RevocationEffort::Ask;
    if (auto trusted = verification.context->check(*leaf, verification.intermediates, effort); !trusted) {
        X509_STORE_CTX_set_error(store, alertFor(trusted.error().rule));
        return trusted;
    }
    verification.context->remember(*leaf);
    for (const auto& intermediate : verification.intermediates) {
        verification.context->remember(intermediate);
    }
    return {};
}

} // namespace

int verifyPeer(x509_store_ctx_st* store, void*) {
    try {
        auto* ssl =
            static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
        auto& verification = *static_cast<TlsSession::Verification*>(SSL_get_app_data(ssl));
        const auto verified = verify(store, verification);
        if (verified) {
            return 1;
        }
        verification.fault = verified.error();
        if (X509_STORE_CTX_get_error(store) == X509_V_OK) {
            X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_UNTRUSTED);
        }
    } catch (...) {
        X509_STORE_CTX_set_error(store, X509_V_ERR_UNSPECIFIED);
    }
    return 0;
}

int keepNewSession(ssl_st* ssl, ssl_session_st* session) {
    try {
        // From here on the reference is ours, whatever happens: the answer is "kept" in every case.
        std::shared_ptr<SSL_SESSION> owned{session, &SSL_SESSION_free};
        const auto& verification = *static_cast<TlsSession::Verification*>(SSL_get_app_data(ssl));
        verification.context->keepSession(verification.sessionKey, std::move(owned));
    } catch (...) {
        return 1;
    }
    return 1;
}

} // namespace ncp::http
