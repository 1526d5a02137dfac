#pragma once

#include "base/result.hpp"
#include "base/xml/document.hpp"
#include "certs/certificate.hpp"
#include "certs/private_key.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace ncp::certs {

inline constexpr std::string_view kSignatureNamespace = "http://www.w3.org/2000/09/xmldsig#";

/// Proof that the element's own signature covers exactly this element and verifies with this certificate.
/// Whether the certificate is trusted is another question (TrustStore).
struct SignatureProof {
    Certificate signer;
    std::string digest; ///< SHA-256 (32 bytes) over what was verified; equal for equal signed elements
};

/// Verifies enveloped signatures by the eHDSI SAML signature profile: the ds:Signature is a direct child of
/// the element, no ds:Object, exactly one Reference whose URI is `#` + the element's own `ID`, which resolves
/// to this very node; transforms only enveloped-signature and exclusive C14N; exclusive or inclusive C14N
/// without comments, rsa-sha256 (also 384, 512 and ecdsa-sha256/384); KeyInfo with exactly one
/// X509Certificate and nothing else that is used; no comment or processing instruction inside; the ID is
/// nobody else's in the document. Anything else is SignatureNotValid with the rule's name: those of
/// checkSignatureProfile (signature_profile.hpp), "certificate", "certificate-key", "signature-value".
/// Keys are decoded once per certificate; a signature that was verified before is recognised by the digest of
/// the element (with all namespaces in scope) and not computed again. Safe to share between threads.
class SignatureVerifier {
  public:
    SignatureVerifier();
    ~SignatureVerifier();
    SignatureVerifier(const SignatureVerifier&) = delete;
    SignatureVerifier& operator=(const SignatureVerifier&) = delete;

    Result<SignatureProof> verify(xml::Node element);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Signs an element that carries `ID`: the signature goes right after the child element Issuer (where there
/// is none, before all other content), enveloped + exclusive C14N with InclusiveNamespaces
/// `inclusivePrefixes` ("xs"), rsa-sha256 (or ecdsa-sha256 for an EC key), digest sha256, KeyInfo with the
/// one certificate of the credential. `unsignedXml` is one well-formed element; the answer is the same
/// element with its signature, nothing else changed, without XML declaration. MalformedXml or InputRefused
/// for what can't be signed, ConfigurationInvalid for a kind of key without signature method.
Result<std::string> signEnveloped(std::string_view unsignedXml, const Credential& credential,
                                  std::string_view inclusivePrefixes);

} // namespace ncp::certs
