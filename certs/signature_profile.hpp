#pragma once

#include "base/result.hpp"
#include "base/xml/document.hpp"

#include <string>
#include <string_view>

namespace ncp::certs {

inline constexpr std::string_view kExclusiveCanonicalization = "http://www.w3.org/2001/10/xml-exc-c14n#";
inline constexpr std::string_view kInclusiveCanonicalization =
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
inline constexpr std::string_view kEnvelopedSignature =
    "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

/// What a signature that keeps the profile consists of. Views into the document.
struct ProfiledSignature {
    xml::Node signature;
    xml::Node signedInfo;
    xml::Node canonicalization; ///< CanonicalizationMethod
    xml::Node signatureMethod;
    xml::Node transform; ///< the exclusive C14N after the enveloped signature
    xml::Node digestMethod;
    xml::Node digestValue;
    xml::Node signatureValue;
    xml::Node keyInfo;
    std::string certificateText; ///< base64 of the one X509Certificate, as it stands
};

/// True for a value that may stand as `ID`: letters, digits, `_ - . :`, beginning with a letter or `_`. The
/// value becomes part of an XPointer expression inside libraries that verify what we sign; nothing else may
/// enter there.
bool isSafeId(std::string_view id) noexcept;

/// Checks, before any cryptography, that the element is signed the one allowed way (eHDSI SAML profile,
/// signature profile; SAML 2.0 core 5.4). SignatureNotValid with the rule's name:
/// "id", "id-not-unique", "comment", "signature-missing", "signature-count", "signature-nested",
/// "signature-structure", "canonicalization", "signature-method", "reference-count", "reference-uri",
/// "transforms", "digest-method", "key-info", "certificate-count".
Result<ProfiledSignature> checkSignatureProfile(xml::Node element);

} // namespace ncp::certs
