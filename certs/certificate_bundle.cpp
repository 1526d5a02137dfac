#include "certs/certificate_bundle.hpp"

#include "base/handle.hpp"
#include "certs/openssl_error.hpp"

#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <new>
#include <string>

namespace ncp::certs {
namespace {

using Pkcs7Handle = Handle<PKCS7, &PKCS7_free>;

constexpr std::size_t kBundleLimit = std::size_t{4} * 1024 * 1024;

Certificate copyOf(const X509* native) {
    unsigned char* der = nullptr;
    const int length = i2d_X509(native, &der);
    if (length <= 0) {
        throw std::bad_alloc{};
    }
    const std::string bytes{reinterpret_cast<const char*>(der), static_cast<std::size_t>(length)};
    OPENSSL_free(der);
    return Certificate::fromDer(bytes).value();
}

Pkcs7Handle readPkcs7(std::string_view bytes) {
    const Handle<BIO, &BIO_free_all> in{BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size()))};
    const bool pem = bytes.find("-----BEGIN PKCS7") != std::string_view::npos;
    Pkcs7Handle found{pem ? PEM_read_bio_PKCS7(in.get(), nullptr, nullptr, nullptr)
                          : d2i_PKCS7_bio(in.get(), nullptr)};
    takeOpensslError();
    return found;
}

std::vector<Certificate> certificatesOf(const PKCS7* bundle) {
    std::vector<Certificate> found;
    const bool isSigned = OBJ_obj2nid(bundle->type) == NID_pkcs7_signed;
    const auto* stack = isSigned && bundle->d.sign != nullptr ? bundle->d.sign->cert : nullptr;
    for (int i = 0; stack != nullptr && i < sk_X509_num(stack); ++i) {
        found.push_back(copyOf(sk_X509_value(stack, i)));
    }
    return found;
}

bool isIssuedBy(const Certificate& certificate, const Certificate& authority) {
    const bool issued = X509_check_issued(authority.native(), certificate.native()) == X509_V_OK &&
                        X509_verify(certificate.native(), X509_get0_pubkey(authority.native())) == 1;
    takeOpensslError();
    return issued;
}

} // namespace

Result<std::vector<Certificate>> readCertificates(std::string_view bytes) {
    if (bytes.empty() || bytes.size() > kBundleLimit) {
        return fail(ErrorCode::InputRefused, "certificates take between 1 byte and 4 MiB");
    }
    if (bytes.find("-----BEGIN CERTIFICATE-----") != std::string_view::npos ||
        bytes.find("-----BEGIN TRUSTED CERTIFICATE-----") != std::string_view::npos) {
        return Certificate::chainFromPem(bytes);
    }
    if (const auto bundle = readPkcs7(bytes)) {
        auto found = certificatesOf(bundle.get());
        if (found.empty()) {
            return fail(ErrorCode::InputRefused, "the PKCS #7 file holds no certificate");
        }
        return found;
    }
    auto one = Certificate::fromDer(bytes);
    if (!one) {
        return fail(ErrorCode::InputRefused, "neither PEM nor DER certificates nor PKCS #7");
    }
    return std::vector{*std::move(one)};
}

std::vector<Certificate> orderedChain(const Certificate& leaf, std::span<const Certificate> others) {
    std::vector<Certificate> chain{leaf};
    for (;;) {
        const auto issuer = std::ranges::find_if(others, [&](const Certificate& other) {
            return isIssuedBy(chain.back(), other) && std::ranges::find(chain, other) == chain.end();
        });
        if (issuer == others.end() || isIssuedBy(*issuer, *issuer)) {
            return chain;
        }
        chain.push_back(*issuer);
    }
}

} // namespace ncp::certs
