#include "certs/revocation_list.hpp"

#include "base/handle.hpp"
#include "certs/asn1_time.hpp"
#include "certs/openssl_error.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace ncp::certs {
namespace {

using BioHandle = Handle<BIO, &BIO_free_all>;

std::shared_ptr<X509_CRL> shared(X509_CRL* list) {
    return list == nullptr ? nullptr : std::shared_ptr<X509_CRL>{list, &X509_CRL_free};
}

bool hasCriticalExtension(const X509_CRL* list) {
    for (int at = 0; at < X509_CRL_get_ext_count(list); ++at) {
        if (X509_EXTENSION_get_critical(X509_CRL_get_ext(list, at)) != 0) {
            return true;
        }
    }
    return false;
}

} // namespace

Result<RevocationList> RevocationList::from(std::shared_ptr<X509_crl_st> list) {
    const auto thisUpdate = instantOf(X509_CRL_get0_lastUpdate(list.get()));
    if (!thisUpdate) {
        return fail(ErrorCode::InputRefused, "revocation list without readable thisUpdate");
    }
    if (hasCriticalExtension(list.get())) {
        return fail(ErrorCode::InputRefused,
                    "delta, indirect and partitioned revocation lists are not supported");
    }
    const auto nextUpdate = instantOf(X509_CRL_get0_nextUpdate(list.get()));
    return RevocationList{std::move(list), *thisUpdate, nextUpdate.value_or(*thisUpdate)};
}

Result<std::vector<RevocationList>> RevocationList::read(std::string_view pemOrDer) {
    if (pemOrDer.size() > std::size_t{64} * 1024 * 1024) {
        return fail(ErrorCode::InputRefused, "a revocation list has at most 64 MiB");
    }
    const BioHandle in{BIO_new_mem_buf(pemOrDer.data(), static_cast<int>(pemOrDer.size()))};
    const bool pem = pemOrDer.find("-----BEGIN") != std::string_view::npos;
    std::vector<RevocationList> lists;
    while (auto next = shared(pem ? PEM_read_bio_X509_CRL(in.get(), nullptr, nullptr, nullptr)
                                  : d2i_X509_CRL_bio(in.get(), nullptr))) {
        auto list = from(std::move(next));
        if (!list) {
            return passOn(list);
        }
        lists.push_back(*std::move(list));
        if (!pem) {
            break;
        }
    }
    const auto reason = takeOpensslError();
    if (lists.empty() || (pem && reason != "no start line")) {
        return fail(ErrorCode::InputRefused, "not a revocation list: " + reason);
    }
    return lists;
}

bool RevocationList::isNamedAfter(const Certificate& authority) const noexcept {
    return X509_NAME_cmp(X509_CRL_get_issuer(list_.get()), X509_get_subject_name(authority.native())) == 0;
}

bool RevocationList::isSignedBy(const Certificate& authority) const noexcept {
    const bool mayList = (X509_get_key_usage(authority.native()) & KU_CRL_SIGN) != 0;
    const bool verified = mayList && X509_CRL_verify(list_.get(), X509_get0_pubkey(authority.native())) == 1;
    ERR_clear_error();
    return verified;
}

bool RevocationList::isCurrent(Instant now) const noexcept {
    return thisUpdate_ <= now && now < nextUpdate_;
}

bool RevocationList::holds(const Certificate& certificate) const noexcept {
    X509_REVOKED* entry = nullptr;
    return X509_CRL_get0_by_serial(list_.get(), &entry, X509_get_serialNumber(certificate.native())) != 0;
}

} // namespace ncp::certs
