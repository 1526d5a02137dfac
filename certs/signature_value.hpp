#pragma once

#include "certs/certificate.hpp"
#include "certs/private_key.hpp"

#include <string>
#include <string_view>

namespace ncp::certs {

/// The digest of `bytes` by an XML Signature digest method (SHA-256, 384, 512); empty for another method.
std::string digestBy(std::string_view method, std::string_view bytes);

/// True when the certificate's key fits the XML Signature method (rsa-sha256, 384, 512, ecdsa-sha256, 384).
bool fitsMethod(const Certificate& certificate, std::string_view method) noexcept;

/// True when `value` is the signature of `bytes` by the certificate's key and an XML Signature method that
/// fits it; an ECDSA value is the two numbers one after the other (RFC 4050, XML Signature 1.1, 6.4.3).
bool verifiesBy(std::string_view method, const Certificate& certificate, std::string_view bytes,
                std::string_view value);

/// The signature of `bytes` by that method, in the form that verifiesBy() takes; empty when the key does not
/// fit the method, or its token refuses.
std::string signatureBy(std::string_view method, const PrivateKey& key, std::string_view bytes);

} // namespace ncp::certs
