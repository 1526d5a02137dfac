#pragma once

#include "ncp/http/tls_session.hpp"

#include <optional>
#include <vector>

struct x509_store_ctx_st;
struct ssl_session_st;

namespace ncp::http {

/// What the verification of a peer's certificate found; OpenSSL carries a pointer to it through the
/// handshake.
struct TlsSession::Verification {
    const TlsContext* context = nullptr;
    std::string sessionKey;
    std::optional<certs::Certificate> certificate;
    std::vector<certs::Certificate> intermediates;
    std::optional<Error> fault;
};

/// OpenSSL's callbacks. The first: path, times, purpose and host name as OpenSSL sees them, then the trust
/// list (revocation, key size); what failed stands in `Verification::fault`, and the peer gets the fitting
/// alert.
int verifyPeer(x509_store_ctx_st* store, void* unused);
int keepNewSession(ssl_st* ssl, ssl_session_st* session);

} // namespace ncp::http
