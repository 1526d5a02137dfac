#include "certs/development_authority.hpp"

#include "base/handle.hpp"
#include "certs/openssl_error.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace ncp::certs {
namespace {

using BioHandle = Handle<BIO, &BIO_free_all>;
using X509Handle = Handle<X509, &X509_free>;
using NameHandle = Handle<X509_NAME, &X509_NAME_free>;
using TimeHandle = Handle<ASN1_TIME, &ASN1_TIME_free>;

/// Ends in an exception: a call of the library failed that only a bug or lack of memory can make fail.
void require(bool succeeded, const char* what) {
    if (!succeeded) {
        throw std::runtime_error(std::string{what} + ": " + takeOpensslError());
    }
}

std::string contentOf(BIO* memory) {
    char* bytes = nullptr;
    const long length = BIO_get_mem_data(memory, &bytes);
    return {bytes, static_cast<std::size_t>(length)};
}

TimeHandle asn1Time(Instant instant) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
    TimeHandle time{ASN1_TIME_set(nullptr, static_cast<time_t>(seconds))};
    require(time != nullptr, "time");
    return time;
}

void addToName(X509_NAME* name, const char* field, std::string_view value) {
    if (value.empty()) {
        return;
    }
    require(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                       reinterpret_cast<const unsigned char*>(value.data()),
                                       static_cast<int>(value.size()), -1, 0) == 1,
            "name");
}

NameHandle nameOf(const CertificateSubject& subject) {
    NameHandle name{X509_NAME_new()};
    require(name != nullptr, "name");
    addToName(name.get(), "C", subject.country);
    addToName(name.get(), "O", kDevelopmentOrganization);
    addToName(name.get(), "CN", subject.commonName);
    return name;
}

void setRandomSerial(X509* certificate) {
    std::array<unsigned char, 16> bytes{};
    require(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1, "random");
    bytes[0] = static_cast<unsigned char>((bytes[0] & 0x3FU) | 0x40U); // positive and never short
    const Handle<BIGNUM, &BN_free> number{BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr)};
    require(number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr,
            "serial");
}

void addExtension(X509* certificate, X509V3_CTX* context, int nid, const std::string& value) {
    const Handle<X509_EXTENSION, &X509_EXTENSION_free> extension{
        X509V3_EXT_conf_nid(nullptr, context, nid, value.c_str())};
    require(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "extension");
}

bool isAddress(const std::string& host) {
    std::array<unsigned char, 16> parsed{};
    return inet_pton(AF_INET, host.c_str(), parsed.data()) == 1 ||
           inet_pton(AF_INET6, host.c_str(), parsed.data()) == 1;
}

std::string alternativeNames(const std::vector<std::string>& hosts) {
    std::string list;
    for (const auto& host : hosts) {
        if (host.find(',') != std::string::npos) {
            throw std::invalid_argument("a host name holds a comma");
        }
        list += (list.empty() ? "" : ",") + std::string{isAddress(host) ? "IP:" : "DNS:"} + host;
    }
    return list;
}

/// Addresses of responders or lists, as the extension's text names them.
std::string addressList(std::string_view prefix, const std::vector<std::string>& addresses) {
    std::string list;
    for (const auto& address : addresses) {
        list += (list.empty() ? "" : ",") + std::string{prefix} + address;
    }
    return list;
}

void addStatements(X509* certificate, X509V3_CTX* context, const CertificateSubject& subject) {
    if (!subject.hostNames.empty()) {
        addExtension(certificate, context, NID_subject_alt_name, alternativeNames(subject.hostNames));
    }
    if (!subject.responders.empty()) {
        addExtension(certificate, context, NID_info_access, addressList("OCSP;URI:", subject.responders));
    }
    if (!subject.distributionPoints.empty()) {
        addExtension(certificate, context, NID_crl_distribution_points,
                     addressList("URI:", subject.distributionPoints));
    }
    if (!subject.nameConstraints.empty()) {
        addExtension(certificate, context, NID_name_constraints, "critical," + subject.nameConstraints);
    }
}

void addExtensionsFor(X509* certificate, X509* issuer, CertificateUse use,
                      const CertificateSubject& subject) {
    X509V3_CTX context{};
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const bool authority = use == CertificateUse::Authority;
    addExtension(certificate, &context, NID_basic_constraints,
                 authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
    addExtension(certificate, &context, NID_subject_key_identifier, "hash");
    addExtension(certificate, &context, NID_authority_key_identifier, "keyid");
    switch (use) {
    case CertificateUse::TlsServer:
        addExtension(certificate, &context, NID_key_usage, "critical,digitalSignature,keyEncipherment");
        addExtension(certificate, &context, NID_ext_key_usage, "serverAuth");
        break;
    case CertificateUse::TlsClient:
        addExtension(certificate, &context, NID_key_usage, "critical,digitalSignature");
        addExtension(certificate, &context, NID_ext_key_usage, "clientAuth");
        break;
    case CertificateUse::Signature:
        addExtension(certificate, &context, NID_key_usage, "critical,digitalSignature");
        break;
    case CertificateUse::Authority:
        addExtension(certificate, &context, NID_key_usage, "critical,keyCertSign,cRLSign");
        break;
    case CertificateUse::OcspResponder:
        addExtension(certificate, &context, NID_key_usage, "critical,digitalSignature");
        addExtension(certificate, &context, NID_ext_key_usage, "OCSPSigning");
        addExtension(certificate, &context, NID_id_pkix_OCSP_noCheck, "ignored");
        break;
    }
    addStatements(certificate, &context, subject);
}

/// A certificate of that subject and key, signed by `issuerKey`; `issuer` is empty for a self-signed one.
Certificate makeCertificate(const CertificateSubject& subject, CertificateUse use, Validity validity,
                            EVP_PKEY* key, X509* issuer, EVP_PKEY* issuerKey) {
    const X509Handle made{X509_new()};
    require(made && X509_set_version(made.get(), X509_VERSION_3) == 1, "certificate");
    setRandomSerial(made.get());
    const auto name = nameOf(subject);
    require(X509_set_subject_name(made.get(), name.get()) == 1, "subject");
    require(
        X509_set_issuer_name(made.get(), issuer == nullptr ? name.get() : X509_get_subject_name(issuer)) == 1,
        "issuer");
    require(X509_set1_notBefore(made.get(), asn1Time(validity.notBefore).get()) == 1, "validity");
    require(X509_set1_notAfter(made.get(), asn1Time(validity.notAfter).get()) == 1, "validity");
    require(X509_set_pubkey(made.get(), key) == 1, "key");
    addExtensionsFor(made.get(), issuer == nullptr ? made.get() : issuer, use, subject);
    require(X509_sign(made.get(), issuerKey, EVP_sha256()) > 0, "signature");

    const BioHandle out{BIO_new(BIO_s_mem())};
    require(out && i2d_X509_bio(out.get(), made.get()) == 1, "certificate");
    return Certificate::fromDer(contentOf(out.get())).value();
}

void addRevoked(X509_CRL* list, const Certificate& certificate, const ASN1_TIME* at) {
    Handle<X509_REVOKED, &X509_REVOKED_free> entry{X509_REVOKED_new()};
    require(entry &&
                X509_REVOKED_set_serialNumber(entry.get(), X509_get_serialNumber(certificate.native())) == 1,
            "revoked serial");
    require(X509_REVOKED_set_revocationDate(entry.get(), const_cast<ASN1_TIME*>(at)) == 1, "revocation date");
    require(X509_CRL_add0_revoked(list, entry.get()) == 1, "revoked");
    entry.release(); // the list owns it now
}

std::string pkcs8Pem(EVP_PKEY* key) {
    const BioHandle out{BIO_new(BIO_s_mem())};
    require(out && PEM_write_bio_PKCS8PrivateKey(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
            "key");
    return contentOf(out.get());
}

} // namespace

PrivateKey generateKey(KeyKind kind) {
    const Handle<EVP_PKEY, &EVP_PKEY_free> key{kind == KeyKind::EcP256
                                                   ? EVP_EC_gen("P-256")
                                                   : EVP_RSA_gen(kind == KeyKind::Rsa3072 ? 3072U : 2048U)};
    require(key != nullptr, "key generation");
    return PrivateKey::fromPem(pkcs8Pem(key.get())).value();
}

std::string unprotectedPem(const PrivateKey& key) {
    return pkcs8Pem(key.native());
}

DevelopmentAuthority DevelopmentAuthority::make(std::string_view commonName, Validity validity,
                                                KeyKind kind) {
    auto key = generateKey(kind);
    auto certificate = makeCertificate({{}, std::string{commonName}, {}}, CertificateUse::Authority, validity,
                                       key.native(), nullptr, key.native());
    return DevelopmentAuthority{Credential{std::move(key), {std::move(certificate)}}};
}

Certificate DevelopmentAuthority::issue(const CertificateSubject& subject, CertificateUse use,
                                        Validity validity, const PrivateKey& key) const {
    return makeCertificate(subject, use, validity, key.native(), certificate().native(),
                           credential_.key.native());
}

Credential DevelopmentAuthority::issueWithNewKey(const CertificateSubject& subject, CertificateUse use,
                                                 Validity validity, KeyKind kind) const {
    auto key = generateKey(kind);
    auto certificate = issue(subject, use, validity, key);
    return Credential{std::move(key), {std::move(certificate)}};
}

std::string DevelopmentAuthority::revocationList(std::span<const Certificate> revoked,
                                                 Validity validity) const {
    const Handle<X509_CRL, &X509_CRL_free> list{X509_CRL_new()};
    require(list && X509_CRL_set_version(list.get(), X509_CRL_VERSION_2) == 1, "revocation list");
    require(X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(certificate().native())) == 1,
            "issuer");
    const auto from = asn1Time(validity.notBefore);
    require(X509_CRL_set1_lastUpdate(list.get(), from.get()) == 1, "thisUpdate");
    require(X509_CRL_set1_nextUpdate(list.get(), asn1Time(validity.notAfter).get()) == 1, "nextUpdate");
    for (const auto& certificate : revoked) {
        addRevoked(list.get(), certificate, from.get());
    }
    require(X509_CRL_sort(list.get()) == 1, "revocation list");
    require(X509_CRL_sign(list.get(), credential_.key.native(), EVP_sha256()) > 0, "signature");
    const BioHandle out{BIO_new(BIO_s_mem())};
    require(out && PEM_write_bio_X509_CRL(out.get(), list.get()) == 1, "revocation list");
    return contentOf(out.get());
}

} // namespace ncp::certs
