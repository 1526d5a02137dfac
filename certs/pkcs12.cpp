#include "certs/pkcs12.hpp"

#include "base/handle.hpp"
#include "certs/certificate_bundle.hpp"
#include "certs/openssl_error.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include <new>
#include <string>

namespace ncp::certs {
namespace {

void freeAll(STACK_OF(X509) * certificates) {
    sk_X509_pop_free(certificates, &X509_free);
}

Certificate certificateOf(const X509* native) {
    unsigned char* der = nullptr;
    const int length = i2d_X509(native, &der);
    if (length <= 0) {
        throw std::bad_alloc{};
    }
    const std::string bytes{reinterpret_cast<const char*>(der), static_cast<std::size_t>(length)};
    OPENSSL_free(der);
    return Certificate::fromDer(bytes).value();
}

} // namespace

Result<Credential> credentialFromPkcs12(std::string_view der, std::string_view passPhrase) {
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    const Handle<PKCS12, &PKCS12_free> file{d2i_PKCS12(nullptr, &at, static_cast<long>(der.size()))};
    if (!file) {
        return fail(ErrorCode::InputRefused, "not a PKCS #12 file: " + takeOpensslError());
    }
    EVP_PKEY* parsedKey = nullptr;
    X509* parsedLeaf = nullptr;
    STACK_OF(X509)* parsedOthers = nullptr;
    const bool opened = PKCS12_parse(file.get(), std::string{passPhrase}.c_str(), &parsedKey, &parsedLeaf,
                                     &parsedOthers) == 1;
    const std::shared_ptr<EVP_PKEY> key{parsedKey, &EVP_PKEY_free};
    const Handle<X509, &X509_free> leaf{parsedLeaf};
    const Handle<STACK_OF(X509), &freeAll> others{parsedOthers};
    if (!opened) {
        return fail(ErrorCode::InputRefused,
                    "the PKCS #12 file can't be opened with this pass phrase: " + takeOpensslError());
    }
    ERR_clear_error();
    if (!key || !leaf) {
        return fail(ErrorCode::InputRefused, "the PKCS #12 file holds no key with its certificate");
    }
    std::vector<Certificate> rest;
    for (int i = 0; others && i < sk_X509_num(others.get()); ++i) {
        rest.push_back(certificateOf(sk_X509_value(others.get(), i)));
    }
    auto chain = orderedChain(certificateOf(leaf.get()), rest);
    auto owned = PrivateKey::adopt(key);
    if (!owned.matches(chain.front())) {
        return fail(ErrorCode::InputRefused, "key and certificate of the PKCS #12 file don't match");
    }
    return Credential{std::move(owned), std::move(chain)};
}

} // namespace ncp::certs
