#include "certs/certificate_path.hpp"

#include "certs/openssl_error.hpp"

#include <openssl/evp.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <chrono>
#include <new>
#include <stdexcept>
#include <utility>

namespace ncp::certs {
namespace {

using StoreContext = Handle<X509_STORE_CTX, &X509_STORE_CTX_free>;

void freeStack(STACK_OF(X509) * certificates) {
    sk_X509_free(certificates);
}
using StackHandle = Handle<STACK_OF(X509), &freeStack>;

bool isLongEnough(const Certificate& certificate) {
    switch (EVP_PKEY_get_base_id(X509_get0_pubkey(certificate.native()))) {
    case EVP_PKEY_RSA:
    case EVP_PKEY_RSA_PSS:
        return certificate.keyBits() >= 2048;
    case EVP_PKEY_EC:
        return certificate.keyBits() >= 256;
    case EVP_PKEY_ED25519:
    case EVP_PKEY_ED448:
        return true;
    default:
        return false;
    }
}

/// The time is given so that of two certificates of one authority the valid one is taken. SHA-1 signatures
/// are refused by level 2. The extended key usage decides nothing for signatures: seal certificates with only
/// clientAuth are in use.
void setRules(X509_STORE_CTX* context, Purpose purpose, Instant now) {
    auto* rules = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN);
    X509_VERIFY_PARAM_set_time(rules,
                               std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
    X509_VERIFY_PARAM_set_auth_level(rules, 2);
    X509_VERIFY_PARAM_set_depth(rules, 6);
    if (purpose != Purpose::Signature) {
        X509_VERIFY_PARAM_set_purpose(rules, purpose == Purpose::TlsServer ? X509_PURPOSE_SSL_SERVER
                                                                           : X509_PURPOSE_SSL_CLIENT);
    }
}

std::string ruleFor(int error) {
    switch (error) {
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
        return "key-size";
    case X509_V_ERR_INVALID_PURPOSE:
        return "key-usage";
    case X509_V_ERR_CA_MD_TOO_WEAK:
        return "algorithm";
    case X509_V_ERR_PERMITTED_VIOLATION:
    case X509_V_ERR_EXCLUDED_VIOLATION:
    case X509_V_ERR_SUBTREE_MINMAX:
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE:
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX:
    case X509_V_ERR_UNSUPPORTED_NAME_SYNTAX:
        return "name-constraints";
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return "not-yet-valid";
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return "expired";
    default:
        return "chain";
    }
}

std::vector<Certificate> chainOf(X509_STORE_CTX* context) {
    std::vector<Certificate> chain;
    const auto* found = X509_STORE_CTX_get0_chain(context);
    for (int at = 0; at < sk_X509_num(found); ++at) {
        unsigned char* der = nullptr;
        const int length = i2d_X509(sk_X509_value(found, at), &der);
        if (length <= 0) {
            throw std::bad_alloc{};
        }
        const std::string bytes{reinterpret_cast<const char*>(der), static_cast<std::size_t>(length)};
        OPENSSL_free(der);
        chain.push_back(Certificate::fromDer(bytes).value());
    }
    return chain;
}

} // namespace

tl::unexpected<Error> refuseCertificate(Purpose purpose, std::string rule, const Certificate& certificate,
                                        std::string_view why, std::source_location where) {
    const auto code = purpose == Purpose::Signature ? ErrorCode::SignatureNotValid : ErrorCode::PeerUntrusted;
    return failRule(code, std::move(rule),
                    "certificate " + certificate.fingerprint() + ": " + std::string{why}, where);
}

PathBuilder::PathBuilder(const std::vector<Certificate>& anchors) : anchors_(X509_STORE_new()) {
    if (!anchors_) {
        throw std::bad_alloc{};
    }
    for (const auto& anchor : anchors) {
        if (X509_STORE_add_cert(anchors_.get(), anchor.native()) != 1) {
            throw std::runtime_error("trust anchor: " + takeOpensslError());
        }
    }
}

void PathBuilder::free(x509_store_st* store) {
    X509_STORE_free(store);
}

Result<std::vector<Certificate>> PathBuilder::build(const Certificate& certificate,
                                                    std::span<const Certificate> intermediates,
                                                    Purpose purpose, Instant now) const {
    const StackHandle untrusted{sk_X509_new_null()};
    const StoreContext context{X509_STORE_CTX_new()};
    if (!untrusted || !context) {
        throw std::bad_alloc{};
    }
    for (const auto& intermediate : intermediates) {
        if (sk_X509_push(untrusted.get(), intermediate.native()) <= 0) {
            throw std::bad_alloc{};
        }
    }
    if (X509_STORE_CTX_init(context.get(), anchors_.get(), certificate.native(), untrusted.get()) != 1) {
        throw std::runtime_error("path building: " + takeOpensslError());
    }
    setRules(context.get(), purpose, now);
    const bool found = X509_verify_cert(context.get()) == 1;
    takeOpensslError();
    if (!found) {
        const int error = X509_STORE_CTX_get_error(context.get());
        return refuseCertificate(purpose, ruleFor(error), certificate, X509_verify_cert_error_string(error));
    }
    auto chain = chainOf(context.get());
    if (const auto weak = std::ranges::find_if_not(chain, isLongEnough); weak != chain.end()) {
        return refuseCertificate(purpose, "key-size", *weak,
                                 "its key is too short or of a kind that is not allowed");
    }
    if (!certificate.allowsDigitalSignature()) {
        return refuseCertificate(purpose, "key-usage", certificate,
                                 "its key usage does not allow digital signatures");
    }
    return chain;
}

} // namespace ncp::certs
