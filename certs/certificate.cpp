#include "certs/certificate.hpp"

#include "base/base64.hpp"
#include "base/handle.hpp"
#include "certs/asn1_time.hpp"
#include "certs/openssl_error.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <new>
#include <stdexcept>

namespace ncp::certs {
namespace {

using X509Handle = Handle<X509, &X509_free>;
using BioHandle = Handle<BIO, &BIO_free_all>;

void freeOpenssl(void* memory) {
    OPENSSL_free(memory);
}

std::string sha256Of(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
        throw std::runtime_error("SHA-256 is not available");
    }
    return {reinterpret_cast<const char*>(digest.data()), length};
}

std::string contentOf(BIO* memory) {
    char* bytes = nullptr;
    const long length = BIO_get_mem_data(memory, &bytes);
    return length <= 0 ? std::string{} : std::string{bytes, static_cast<std::size_t>(length)};
}

std::string derOf(const X509* certificate) {
    unsigned char* bytes = nullptr;
    const int length = i2d_X509(certificate, &bytes);
    if (length <= 0) {
        throw std::bad_alloc{};
    }
    const Handle<unsigned char, &freeOpenssl> owned{bytes};
    return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length)};
}

std::string rfc2253(const X509_NAME* name) {
    const BioHandle out{BIO_new(BIO_s_mem())};
    X509_NAME_print_ex(out.get(), name, 0,
                       XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
    return contentOf(out.get());
}

/// First value of that attribute of the name, as UTF-8.
std::optional<std::string> firstOf(const X509_NAME* name, int nid) {
    const int at = X509_NAME_get_index_by_NID(name, nid, -1);
    if (at < 0) {
        return std::nullopt;
    }
    unsigned char* utf8 = nullptr;
    const int length = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    if (length < 0) {
        takeOpensslError();
        return std::nullopt;
    }
    const Handle<unsigned char, &freeOpenssl> owned{utf8};
    return std::string{reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(length)};
}

std::string addressText(const ASN1_OCTET_STRING* address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const int family = ASN1_STRING_length(address) == 4 ? AF_INET : AF_INET6;
    if (family == AF_INET6 && ASN1_STRING_length(address) != 16) {
        return {};
    }
    const char* written =
        inet_ntop(family, ASN1_STRING_get0_data(address), text.data(), static_cast<socklen_t>(text.size()));
    return written == nullptr ? std::string{} : std::string{written};
}

} // namespace

struct Certificate::Decoded {
    X509Handle x509;
    std::string der;
    std::string sha256;
    Instant notBefore;
    Instant notAfter;
};

Result<Certificate> Certificate::fromDer(std::string_view der) {
    if (der.empty() || der.size() > std::size_t{64} * 1024) {
        return fail(ErrorCode::InputRefused, "a certificate has between 1 byte and 64 KiB");
    }
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    X509Handle x509{d2i_X509(nullptr, &at, static_cast<long>(der.size()))};
    if (!x509 || at != reinterpret_cast<const unsigned char*>(der.data()) + der.size()) {
        return fail(ErrorCode::InputRefused, "not a DER certificate: " + takeOpensslError());
    }
    const auto notBefore = instantOf(X509_get0_notBefore(x509.get()));
    const auto notAfter = instantOf(X509_get0_notAfter(x509.get()));
    if (!notBefore || !notAfter || X509_get0_pubkey(x509.get()) == nullptr) {
        return fail(ErrorCode::InputRefused,
                    "certificate without readable validity or key: " + takeOpensslError());
    }
    // Reads the extensions now: later readers on other threads only look.
    X509_check_purpose(x509.get(), -1, 0);
    std::string bytes{der};
    auto digest = sha256Of(bytes);
    return Certificate{std::make_shared<const Decoded>(
        Decoded{std::move(x509), std::move(bytes), std::move(digest), *notBefore, *notAfter})};
}

Result<Certificate> Certificate::fromPem(std::string_view pem) {
    auto chain = chainFromPem(pem);
    if (!chain) {
        return passOn(chain);
    }
    return chain->front();
}

Result<std::vector<Certificate>> Certificate::chainFromPem(std::string_view pem) {
    if (pem.size() > std::size_t{16} * 1024 * 1024) {
        return fail(ErrorCode::InputRefused, "a PEM text has at most 16 MiB");
    }
    const BioHandle in{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    std::vector<Certificate> chain;
    while (const X509Handle next{PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)}) {
        auto certificate = fromDer(derOf(next.get()));
        if (!certificate) {
            return passOn(certificate);
        }
        chain.push_back(*std::move(certificate));
    }
    const auto reason = takeOpensslError();
    // The reader ends with "no start line" at the end of the text; anything else is a damaged certificate.
    if (chain.empty() || reason != "no start line") {
        return fail(ErrorCode::InputRefused, "not a PEM certificate: " + reason);
    }
    return chain;
}

const std::string& Certificate::der() const noexcept {
    return decoded_->der;
}

std::string Certificate::pem() const {
    const BioHandle out{BIO_new(BIO_s_mem())};
    if (PEM_write_bio_X509(out.get(), native()) != 1) {
        throw std::bad_alloc{};
    }
    return contentOf(out.get());
}

const std::string& Certificate::sha256() const noexcept {
    return decoded_->sha256;
}

std::string Certificate::fingerprint() const {
    return hexEncode(decoded_->sha256);
}

std::string Certificate::subject() const {
    return rfc2253(X509_get_subject_name(native()));
}

std::string Certificate::issuer() const {
    return rfc2253(X509_get_issuer_name(native()));
}

std::string Certificate::commonName() const {
    return firstOf(X509_get_subject_name(native()), NID_commonName).value_or(std::string{});
}

std::optional<std::string> Certificate::country() const {
    auto country = firstOf(X509_get_subject_name(native()), NID_countryName);
    if (country) {
        std::ranges::transform(*country, country->begin(), [](char letter) {
            return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
        });
    }
    return country;
}

std::vector<std::string> Certificate::dnsNames() const {
    const Handle<GENERAL_NAMES, &GENERAL_NAMES_free> names{
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(native(), NID_subject_alt_name, nullptr, nullptr))};
    std::vector<std::string> found;
    for (int at = 0; names && at < sk_GENERAL_NAME_num(names.get()); ++at) {
        const auto* name = sk_GENERAL_NAME_value(names.get(), at);
        if (name->type == GEN_DNS) {
            const auto* text = name->d.dNSName;
            found.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                               static_cast<std::size_t>(ASN1_STRING_length(text)));
        } else if (name->type == GEN_IPADD) {
            found.push_back(addressText(name->d.iPAddress));
        }
    }
    return found;
}

Instant Certificate::notBefore() const noexcept {
    return decoded_->notBefore;
}

Instant Certificate::notAfter() const noexcept {
    return decoded_->notAfter;
}

bool Certificate::allowsDigitalSignature() const noexcept {
    return (X509_get_key_usage(native()) & KU_DIGITAL_SIGNATURE) != 0;
}

bool Certificate::isAuthority() const noexcept {
    return (X509_get_extension_flags(native()) & EXFLAG_CA) != 0;
}

int Certificate::keyBits() const noexcept {
    return EVP_PKEY_get_bits(X509_get0_pubkey(native()));
}

std::string Certificate::keyAlgorithm() const {
    const char* name = EVP_PKEY_get0_type_name(X509_get0_pubkey(native()));
    return name == nullptr ? "unknown" : name;
}

std::string Certificate::serialNumber() const {
    const Handle<BIGNUM, &BN_free> number{ASN1_INTEGER_to_BN(X509_get0_serialNumber(native()), nullptr)};
    const Handle<char, &freeOpenssl> hex{number ? BN_bn2hex(number.get()) : nullptr};
    return hex ? std::string{hex.get()} : std::string{};
}

x509_st* Certificate::native() const noexcept {
    return decoded_->x509.get();
}

} // namespace ncp::certs
