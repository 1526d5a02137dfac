#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "certs/certificate.hpp"

#include <string>
#include <string_view>

namespace ncp::certs {

/// A question about one certificate (RFC 6960, section 4.1), DER, with the nonce that is in it.
struct OcspRequest {
    std::string der;
    std::string nonce;
};
OcspRequest makeOcspRequest(const Certificate& certificate, const Certificate& issuer);

struct OcspAnswer {
    bool revoked = false;
    Instant thisUpdate;
    Instant nextUpdate; ///< an hour after thisUpdate where the responder gives none
};

/// The answer of a responder about that certificate (RFC 6960, section 4.2), looked at in this order; the
/// rule of SignatureNotValid names what failed:
/// "ocsp-form" (not a response), "ocsp-status" (the responder refuses: try later, …), "ocsp-nonce" (another
/// nonce than asked with; none is fine: responders sign in advance), "ocsp-signer" (signed neither by the
/// issuer nor by a responder that the issuer appointed: its own certificate directly from the issuer, valid
/// now, with the extended key usage OCSPSigning and id-pkix-ocsp-nocheck), "ocsp-algorithm" (SHA-1 or MD5
/// signature, short key), "ocsp-signature", "ocsp-other-certificate" (says nothing of this one),
/// "ocsp-unknown" (the responder does not know it), "ocsp-time" (from the future, or over). An empty `nonce`
/// is not compared. Clocks may differ by five minutes.
Result<OcspAnswer> readOcspResponse(std::string_view der, const Certificate& certificate,
                                    const Certificate& issuer, std::string_view nonce, Instant now);

} // namespace ncp::certs
