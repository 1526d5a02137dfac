#pragma once

#include "base/result.hpp"
#include "base/xml/document.hpp"
#include "certs/canonical_element.hpp"
#include "certs/private_key.hpp"

#include <string_view>

namespace ncp::certs {

/// The digest method of signatures that we make.
inline constexpr std::string_view kComputedDigest = "http://www.w3.org/2001/04/xmlenc#sha256";

/// Puts the values into a ds:Signature that stands in its place with DigestValue and SignatureValue empty:
/// the digest of `covered` without the signature, and over the SignedInfo that holds it the signature by the
/// SignatureMethod named there. Computed with OpenSSL alone: xmlsec takes a key on a token for a public one.
/// InputRefused for an element without a canonical form; Internal when the key or its token refuses.
Result<void> fillInSignature(xml::Node signature, xml::Node covered, const Canonicalization& ofCovered,
                             const Canonicalization& ofSignedInfo, const PrivateKey& key);

} // namespace ncp::certs
