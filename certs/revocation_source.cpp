#include "certs/revocation_source.hpp"

#include "base/handle.hpp"
#include "certs/openssl_error.hpp"

#include <openssl/x509v3.h>

#include <algorithm>

namespace ncp::certs {
namespace {

constexpr std::string_view kUsableScheme = "http://";

void freeAddresses(STACK_OF(OPENSSL_STRING) * addresses) {
    X509_email_free(addresses);
}

void addUsable(std::vector<std::string>& addresses, std::string address) {
    if (address.starts_with(kUsableScheme) && std::ranges::find(addresses, address) == addresses.end()) {
        addresses.push_back(std::move(address));
    }
}

void addFullNames(std::vector<std::string>& addresses, const DIST_POINT& point) {
    const auto* name = point.distpoint;
    if (name == nullptr || name->type != 0) { // 0: full names, 1: relative to the issuer of the list
        return;
    }
    for (int at = 0; at < sk_GENERAL_NAME_num(name->name.fullname); ++at) {
        const auto* one = sk_GENERAL_NAME_value(name->name.fullname, at);
        if (one->type == GEN_URI) {
            const auto* text = one->d.uniformResourceIdentifier;
            addUsable(addresses, {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                                  static_cast<std::size_t>(ASN1_STRING_length(text))});
        }
    }
}

bool namesResponder(const Certificate& certificate) {
    const Handle<STACK_OF(OPENSSL_STRING), &freeAddresses> found{X509_get1_ocsp(certificate.native())};
    return found && sk_OPENSSL_STRING_num(found.get()) > 0;
}

} // namespace

StatedSources statedSources(const Certificate& certificate) {
    StatedSources sources;
    const Handle<STACK_OF(OPENSSL_STRING), &freeAddresses> responders{X509_get1_ocsp(certificate.native())};
    for (int at = 0; responders && at < sk_OPENSSL_STRING_num(responders.get()); ++at) {
        addUsable(sources.responders, sk_OPENSSL_STRING_value(responders.get(), at));
    }
    const Handle<CRL_DIST_POINTS, &CRL_DIST_POINTS_free> points{static_cast<CRL_DIST_POINTS*>(
        X509_get_ext_d2i(certificate.native(), NID_crl_distribution_points, nullptr, nullptr))};
    for (int at = 0; points && at < sk_DIST_POINT_num(points.get()); ++at) {
        addFullNames(sources.distributionPoints, *sk_DIST_POINT_value(points.get(), at));
    }
    takeOpensslError();
    return sources;
}

bool statesRevocation(const Certificate& certificate) {
    const bool lists = X509_get_ext_by_NID(certificate.native(), NID_crl_distribution_points, -1) >= 0;
    const bool stated = lists || namesResponder(certificate);
    takeOpensslError();
    return stated;
}

} // namespace ncp::certs
