#pragma once

#include "certs/certificate.hpp"
#include "certs/private_key.hpp"

#include <memory>
#include <optional>
#include <string_view>

struct _xmlSecKey;

namespace ncp::certs {

struct DestroySignatureKey {
    void operator()(_xmlSecKey* key) const noexcept;
};
/// A key as the signature library holds it.
using SignatureKey = std::unique_ptr<_xmlSecKey, DestroySignatureKey>;

/// The certificate's public key, shared by reference count; null for a kind of key that the library does not
/// know.
SignatureKey publicSignatureKey(const Certificate& certificate);

/// rsa-sha256 or ecdsa-sha256; nothing for a kind of key that the profiles have no signature method for.
std::optional<std::string_view> signatureMethodFor(const PrivateKey& key);

} // namespace ncp::certs
