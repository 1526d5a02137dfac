#include "certs/certificate_request.hpp"

#include "base/handle.hpp"
#include "base/identifiers.hpp"
#include "certs/openssl_error.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>

#include <array>
#include <new>

namespace ncp::certs {
namespace {

void freeExtensions(STACK_OF(X509_EXTENSION) * extensions) {
    sk_X509_EXTENSION_pop_free(extensions, &X509_EXTENSION_free);
}
using ExtensionsHandle = Handle<STACK_OF(X509_EXTENSION), &freeExtensions>;

bool isAddress(const std::string& host) {
    std::array<unsigned char, 16> parsed{};
    return inet_pton(AF_INET, host.c_str(), parsed.data()) == 1 ||
           inet_pton(AF_INET6, host.c_str(), parsed.data()) == 1;
}

bool add(X509_NAME* name, const char* field, const std::string& value) {
    return value.empty() || X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                                       reinterpret_cast<const unsigned char*>(value.c_str()),
                                                       static_cast<int>(value.size()), -1, 0) == 1;
}

bool add(STACK_OF(X509_EXTENSION) * extensions, int nid, const std::string& value) {
    Handle<X509_EXTENSION, &X509_EXTENSION_free> extension{
        X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str())};
    if (!extension || sk_X509_EXTENSION_push(extensions, extension.get()) <= 0) {
        return false;
    }
    static_cast<void>(extension.release()); // the stack owns it now
    return true;
}

bool addHosts(STACK_OF(X509_EXTENSION) * extensions, const std::vector<std::string>& hosts) {
    std::string list;
    for (const auto& host : hosts) {
        list += (list.empty() ? "" : ",") + std::string{isAddress(host) ? "IP:" : "DNS:"} + host;
    }
    return list.empty() || add(extensions, NID_subject_alt_name, list);
}

bool addUse(STACK_OF(X509_EXTENSION) * extensions, CertificateUse use) {
    switch (use) {
    case CertificateUse::TlsServer:
        return add(extensions, NID_key_usage, "critical,digitalSignature,keyEncipherment") &&
               add(extensions, NID_ext_key_usage, "serverAuth");
    case CertificateUse::TlsClient:
        return add(extensions, NID_key_usage, "critical,digitalSignature") &&
               add(extensions, NID_ext_key_usage, "clientAuth");
    case CertificateUse::Signature:
        return add(extensions, NID_key_usage, "critical,digitalSignature");
    case CertificateUse::Authority:
    case CertificateUse::OcspResponder:
        break;
    }
    return false;
}

Result<void> check(const RequestSubject& subject, CertificateUse use) {
    if (!CountryCode::parse(subject.country)) {
        return fail(ErrorCode::InputRefused, "the country must be a code of two letters");
    }
    if (subject.organisation.empty() || subject.commonName.empty()) {
        return fail(ErrorCode::InputRefused, "organisation and common name must not be empty");
    }
    constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.:-";
    for (const auto& host : subject.hostNames) {
        if (host.empty() || host.find_first_not_of(kAllowed) != std::string::npos) {
            return fail(ErrorCode::InputRefused, "\"" + host + "\" is neither DNS name nor IP address");
        }
    }
    if (use == CertificateUse::TlsServer && subject.hostNames.empty()) {
        return fail(ErrorCode::InputRefused, "a TLS server needs a host name");
    }
    return {};
}

} // namespace

Result<std::string> makeCertificateRequest(const PrivateKey& key, const RequestSubject& subject,
                                           CertificateUse use) {
    if (auto checked = check(subject, use); !checked) {
        return passOn(checked);
    }
    const Handle<X509_REQ, &X509_REQ_free> request{X509_REQ_new()};
    const ExtensionsHandle extensions{sk_X509_EXTENSION_new_null()};
    const Handle<BIO, &BIO_free_all> out{BIO_new(BIO_s_mem())};
    if (!request || !extensions || !out) {
        throw std::bad_alloc{};
    }
    auto* name = X509_REQ_get_subject_name(request.get());
    const bool made = add(name, "C", subject.country) && add(name, "O", subject.organisation) &&
                      add(name, "OU", subject.unit) && add(name, "CN", subject.commonName) &&
                      addUse(extensions.get(), use) && addHosts(extensions.get(), subject.hostNames) &&
                      X509_REQ_add_extensions(request.get(), extensions.get()) == 1 &&
                      X509_REQ_set_pubkey(request.get(), key.native()) == 1 &&
                      X509_REQ_sign(request.get(), key.native(), EVP_sha256()) > 0 &&
                      PEM_write_bio_X509_REQ(out.get(), request.get()) == 1;
    if (!made) {
        return fail(ErrorCode::InputRefused, "no request can be made of this: " + takeOpensslError());
    }
    char* text = nullptr;
    const long length = BIO_get_mem_data(out.get(), &text);
    return std::string{text, static_cast<std::size_t>(length)};
}

} // namespace ncp::certs
