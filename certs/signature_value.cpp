#include "certs/signature_value.hpp"

#include "base/handle.hpp"
#include "certs/openssl_error.hpp"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>

namespace ncp::certs {
namespace {

using DigestContext = Handle<EVP_MD_CTX, &EVP_MD_CTX_free>;
using EcdsaPair = Handle<ECDSA_SIG, &ECDSA_SIG_free>;

struct DigestMethod {
    std::string_view algorithm;
    const EVP_MD* (*digest)();
};
constexpr std::array kDigestMethods{
    DigestMethod{"http://www.w3.org/2001/04/xmlenc#sha256", &EVP_sha256},
    DigestMethod{"http://www.w3.org/2001/04/xmldsig-more#sha384", &EVP_sha384},
    DigestMethod{"http://www.w3.org/2001/04/xmlenc#sha512", &EVP_sha512},
};

struct SignatureMethod {
    std::string_view algorithm;
    const EVP_MD* (*digest)();
    int key;
};
constexpr std::array kSignatureMethods{
    SignatureMethod{"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", &EVP_sha256, EVP_PKEY_RSA},
    SignatureMethod{"http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", &EVP_sha384, EVP_PKEY_RSA},
    SignatureMethod{"http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", &EVP_sha512, EVP_PKEY_RSA},
    SignatureMethod{"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", &EVP_sha256, EVP_PKEY_EC},
    SignatureMethod{"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", &EVP_sha384, EVP_PKEY_EC},
};

const SignatureMethod* methodNamed(std::string_view algorithm) noexcept {
    const auto* found = std::ranges::find(kSignatureMethods, algorithm, &SignatureMethod::algorithm);
    return found == kSignatureMethods.end() ? nullptr : found;
}

const unsigned char* octets(std::string_view bytes) noexcept {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

/// OpenSSL's form of the two numbers; empty when they don't have the length of the key.
std::string derOf(std::string_view value, EVP_PKEY* key) {
    const auto length = (static_cast<std::size_t>(EVP_PKEY_get_bits(key)) + 7) / 8;
    if (value.size() != 2 * length) {
        return {};
    }
    const EcdsaPair pair{ECDSA_SIG_new()};
    auto* r = BN_bin2bn(octets(value), static_cast<int>(length), nullptr);
    auto* s = BN_bin2bn(octets(value.substr(length)), static_cast<int>(length), nullptr);
    if (!pair || r == nullptr || s == nullptr || ECDSA_SIG_set0(pair.get(), r, s) != 1) {
        BN_free(r);
        BN_free(s);
        return {};
    }
    unsigned char* der = nullptr;
    const int size = i2d_ECDSA_SIG(pair.get(), &der);
    if (size <= 0) {
        return {};
    }
    std::string text{reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)};
    OPENSSL_free(der);
    return text;
}

/// The two numbers one after the other, each as long as the key; empty for what is no ECDSA value.
std::string pairOf(std::string_view der, EVP_PKEY* key) {
    const auto length = (static_cast<std::size_t>(EVP_PKEY_get_bits(key)) + 7) / 8;
    const auto* at = octets(der);
    const EcdsaPair pair{d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()))};
    std::string value(2 * length, '\0');
    auto* out = reinterpret_cast<unsigned char*>(value.data());
    const int half = static_cast<int>(length);
    if (!pair || BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), out, half) != half ||
        BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), out + length, half) != half) {
        return {};
    }
    return value;
}

} // namespace

std::string digestBy(std::string_view method, std::string_view bytes) {
    const auto* found = std::ranges::find(kDigestMethods, method, &DigestMethod::algorithm);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    if (found == kDigestMethods.end() ||
        EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, found->digest(), nullptr) != 1) {
        return {};
    }
    return {reinterpret_cast<const char*>(digest.data()), length};
}

bool fitsMethod(const Certificate& certificate, std::string_view method) noexcept {
    const auto* found = methodNamed(method);
    const auto* key = X509_get0_pubkey(certificate.native());
    return found != nullptr && key != nullptr && EVP_PKEY_get_base_id(key) == found->key;
}

bool verifiesBy(std::string_view method, const Certificate& certificate, std::string_view bytes,
                std::string_view value) {
    if (!fitsMethod(certificate, method)) {
        return false;
    }
    const auto* found = methodNamed(method);
    auto* key = X509_get0_pubkey(certificate.native());
    const auto signature = found->key == EVP_PKEY_EC ? derOf(value, key) : std::string{value};
    const DigestContext context{EVP_MD_CTX_new()};
    const bool verified =
        context && EVP_DigestVerifyInit(context.get(), nullptr, found->digest(), nullptr, key) == 1 &&
        EVP_DigestVerify(context.get(), octets(signature), signature.size(), octets(bytes), bytes.size()) ==
            1;
    takeOpensslError();
    return verified;
}

std::string signatureBy(std::string_view method, const PrivateKey& key, std::string_view bytes) {
    const auto* found = methodNamed(method);
    if (found == nullptr || EVP_PKEY_get_base_id(key.native()) != found->key) {
        return {};
    }
    const DigestContext context{EVP_MD_CTX_new()};
    std::size_t length = 0;
    std::string value;
    bool made = context &&
                EVP_DigestSignInit(context.get(), nullptr, found->digest(), nullptr, key.native()) == 1 &&
                EVP_DigestSign(context.get(), nullptr, &length, octets(bytes), bytes.size()) == 1;
    if (made) {
        value.resize(length);
        made = EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(value.data()), &length,
                              octets(bytes), bytes.size()) == 1;
        value.resize(length);
    }
    takeOpensslError();
    if (!made) {
        return {};
    }
    return found->key == EVP_PKEY_EC ? pairOf(value, key.native()) : value;
}

} // namespace ncp::certs
