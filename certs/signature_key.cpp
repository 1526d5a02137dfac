#include "certs/signature_key.hpp"

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <xmlsec/xmlsec.h> // before the others, which need it

#include <xmlsec/keys.h>
#include <xmlsec/openssl/evp.h>

#include <new>

namespace ncp::certs {
namespace {

SignatureKey adopt(EVP_PKEY* shared) {
    if (EVP_PKEY_up_ref(shared) != 1) {
        throw std::bad_alloc{};
    }
    auto* value = xmlSecOpenSSLEvpKeyAdopt(shared);
    if (value == nullptr) {
        EVP_PKEY_free(shared);
        return nullptr;
    }
    SignatureKey key{xmlSecKeyCreate()};
    if (!key || xmlSecKeySetValue(key.get(), value) < 0) {
        xmlSecKeyDataDestroy(value);
        return nullptr;
    }
    return key;
}

} // namespace

void DestroySignatureKey::operator()(_xmlSecKey* key) const noexcept {
    xmlSecKeyDestroy(key);
}

SignatureKey publicSignatureKey(const Certificate& certificate) {
    return adopt(X509_get0_pubkey(certificate.native()));
}

std::optional<std::string_view> signatureMethodFor(const PrivateKey& key) {
    switch (EVP_PKEY_get_base_id(key.native())) {
    case EVP_PKEY_RSA:
        return "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    case EVP_PKEY_EC:
        return "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
    default:
        return std::nullopt;
    }
}

} // namespace ncp::certs
