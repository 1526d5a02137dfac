#pragma once

#include "base/result.hpp"
#include "base/xml/document.hpp"
#include "certs/certificate.hpp"
#include "certs/private_key.hpp"

namespace ncp::certs {

/// Verifies a signature over a whole document, as service metadata bears them (OASIS BDXR SMP 1.0, section
/// 3.6.2; eHDSI SMP profile): exactly one Reference with an empty URI, transformed by enveloped-signature
/// alone or followed by one C14N; inclusive or exclusive C14N without comments, RSA or ECDSA with SHA-2,
/// KeyInfo with exactly one certificate. Where in the document the signature has to stand is the caller's
/// rule. Gives the certificate of the signer; whether that is trusted is another question (TrustStore).
/// SignatureNotValid with the rule's name: "signature-structure", "canonicalization", "signature-method",
/// "reference-count", "reference-uri", "transforms", "digest-method", "key-info", "certificate-count",
/// "certificate", "certificate-key", "signature-value".
Result<Certificate> verifyDocumentSignature(xml::Node signature);

/// Signs the whole document and puts the signature as last child into `place`, an element of it: empty URI,
/// enveloped-signature, inclusive C14N, rsa-sha256 (ecdsa-sha256 for an EC key), sha256, KeyInfo with subject
/// name and certificate. ConfigurationInvalid for a kind of key without signature method.
Result<void> signDocument(xml::Node place, const Credential& credential);

} // namespace ncp::certs
