#pragma once

#include "base/clock.hpp"
#include "certs/private_key.hpp"

#include <optional>
#include <string>

namespace ncp::test {

/// What a responder says, and who signs it.
struct Statement {
    const certs::Certificate& about;
    const certs::Certificate& issuer;
    const certs::Credential& signer;
    Instant thisUpdate;
    std::optional<Instant> nextUpdate;
    enum class Status { Good, Revoked, Unknown } status = Status::Good;
    bool sha1 = false;        ///< signed with an algorithm of the past
    std::string request = {}; ///< whose nonce is given back; empty: none
};

/// An OCSP response, DER, made with OpenSSL itself.
std::string ocspResponse(const Statement& statement);
/// A responder's refusal without signature: try later.
std::string ocspTryLater();

} // namespace ncp::test
