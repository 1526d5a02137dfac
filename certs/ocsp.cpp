#include "certs/ocsp.hpp"

#include "base/handle.hpp"
#include "certs/asn1_time.hpp"
#include "certs/openssl_error.hpp"

#include <openssl/objects.h>
#include <openssl/ocsp.h>
#include <openssl/x509v3.h>

#include <new>
#include <stdexcept>

namespace ncp::certs {
namespace {

using RequestHandle = Handle<OCSP_REQUEST, &OCSP_REQUEST_free>;
using ResponseHandle = Handle<OCSP_RESPONSE, &OCSP_RESPONSE_free>;
using BasicHandle = Handle<OCSP_BASICRESP, &OCSP_BASICRESP_free>;
using IdHandle = Handle<OCSP_CERTID, &OCSP_CERTID_free>;

void freeStack(STACK_OF(X509) * certificates) {
    sk_X509_free(certificates);
}
using StackHandle = Handle<STACK_OF(X509), &freeStack>;

constexpr std::chrono::minutes kClockDifference{5};
constexpr std::chrono::hours kWithoutNextUpdate{1};
constexpr std::size_t kResponseLimit = std::size_t{256} * 1024;

auto refuse(std::string rule, std::string detail,
            std::source_location where = std::source_location::current()) {
    takeOpensslError();
    return failRule(ErrorCode::SignatureNotValid, std::move(rule), std::move(detail), where);
}

/// SHA-1 names issuer and key here, it signs nothing; responders that sign in advance know no other name
/// (RFC 5019, section 2.1.1).
IdHandle idOf(const Certificate& certificate, const Certificate& issuer) {
    IdHandle id{OCSP_cert_to_id(EVP_sha1(), certificate.native(), issuer.native())};
    if (!id) {
        throw std::runtime_error("OCSP: " + takeOpensslError());
    }
    return id;
}

std::string textOf(const ASN1_OCTET_STRING* value) {
    return value == nullptr ? std::string{}
                            : std::string{reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)),
                                          static_cast<std::size_t>(ASN1_STRING_length(value))};
}

std::string nonceOf(OCSP_REQUEST* request) {
    const int at = OCSP_REQUEST_get_ext_by_NID(request, NID_id_pkix_OCSP_Nonce, -1);
    return at < 0 ? std::string{} : textOf(X509_EXTENSION_get_data(OCSP_REQUEST_get_ext(request, at)));
}

std::string nonceOf(OCSP_BASICRESP* response) {
    const int at = OCSP_BASICRESP_get_ext_by_NID(response, NID_id_pkix_OCSP_Nonce, -1);
    return at < 0 ? std::string{} : textOf(X509_EXTENSION_get_data(OCSP_BASICRESP_get_ext(response, at)));
}

/// Appointed by the issuer to answer for it, and exempt from being asked about in turn.
bool isAppointed(X509* signer, const Certificate& issuer, Instant now) {
    X509_check_purpose(signer, -1, 0);
    const auto from = instantOf(X509_get0_notBefore(signer));
    const auto until = instantOf(X509_get0_notAfter(signer));
    return (X509_get_extension_flags(signer) & EXFLAG_XKUSAGE) != 0 &&
           (X509_get_extended_key_usage(signer) & XKU_OCSP_SIGN) != 0 &&
           X509_get_ext_by_NID(signer, NID_id_pkix_OCSP_noCheck, -1) >= 0 && from && until && *from <= now &&
           now <= *until && X509_check_issued(issuer.native(), signer) == X509_V_OK &&
           X509_verify(signer, X509_get0_pubkey(issuer.native())) == 1;
}

bool isStrong(const OCSP_BASICRESP* response, X509* signer) {
    int digest = NID_undef;
    const int signatureNid = OBJ_obj2nid(OCSP_resp_get0_tbs_sigalg(response)->algorithm);
    if (OBJ_find_sigid_algs(signatureNid, &digest, nullptr) != 1 || digest == NID_sha1 || digest == NID_md5 ||
        digest == NID_md5_sha1) {
        return false;
    }
    auto* key = X509_get0_pubkey(signer);
    const int least = EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA ? 2048 : 256;
    return EVP_PKEY_get_bits(key) >= least;
}

Result<void> checkSigner(OCSP_BASICRESP* response, const Certificate& issuer, Instant now) {
    const StackHandle known{sk_X509_new_null()};
    if (!known || sk_X509_push(known.get(), issuer.native()) <= 0) {
        throw std::bad_alloc{};
    }
    X509* signer = nullptr;
    if (OCSP_resp_get0_signer(response, &signer, known.get()) != 1 || signer == nullptr) {
        return refuse("ocsp-signer", "the response names a signer that is not the issuer's");
    }
    if (X509_cmp(signer, issuer.native()) != 0 && !isAppointed(signer, issuer, now)) {
        return refuse("ocsp-signer", "the issuer did not appoint the signer of the response");
    }
    if (!isStrong(response, signer)) {
        return refuse("ocsp-algorithm", "the response is signed with a weak algorithm or key");
    }
    // The signer is decided: what is left to the library is the signature's value.
    const StackHandle decided{sk_X509_new_null()};
    if (!decided || sk_X509_push(decided.get(), signer) <= 0) {
        throw std::bad_alloc{};
    }
    if (OCSP_basic_verify(response, decided.get(), nullptr, OCSP_TRUSTOTHER) != 1) {
        return refuse("ocsp-signature", "the response's signature does not verify");
    }
    return {};
}

Result<OcspAnswer> statusOf(OCSP_BASICRESP* response, OCSP_CERTID* id, Instant now) {
    int status = V_OCSP_CERTSTATUS_UNKNOWN;
    ASN1_GENERALIZEDTIME* from = nullptr;
    ASN1_GENERALIZEDTIME* until = nullptr;
    if (OCSP_resp_find_status(response, id, &status, nullptr, nullptr, &from, &until) != 1) {
        return refuse("ocsp-other-certificate", "the response says nothing of this certificate");
    }
    if (status == V_OCSP_CERTSTATUS_UNKNOWN) {
        return refuse("ocsp-unknown", "the responder does not know the certificate");
    }
    const auto thisUpdate = instantOf(from);
    if (!thisUpdate || (until != nullptr && !instantOf(until))) {
        return refuse("ocsp-time", "the response's times can't be read");
    }
    const auto nextUpdate = until == nullptr ? *thisUpdate + kWithoutNextUpdate : *instantOf(until);
    if (*thisUpdate > now + kClockDifference || nextUpdate + kClockDifference <= now) {
        return refuse("ocsp-time", "the response is not of now");
    }
    return OcspAnswer{status == V_OCSP_CERTSTATUS_REVOKED, *thisUpdate, nextUpdate};
}

} // namespace

OcspRequest makeOcspRequest(const Certificate& certificate, const Certificate& issuer) {
    const RequestHandle request{OCSP_REQUEST_new()};
    auto id = idOf(certificate, issuer);
    if (!request || OCSP_request_add0_id(request.get(), id.get()) == nullptr) {
        throw std::runtime_error("OCSP: " + takeOpensslError());
    }
    static_cast<void>(id.release()); // the request owns it now
    unsigned char* der = nullptr;
    const bool withNonce = OCSP_request_add1_nonce(request.get(), nullptr, -1) == 1;
    const int length = withNonce ? i2d_OCSP_REQUEST(request.get(), &der) : -1;
    if (length <= 0) {
        throw std::runtime_error("OCSP: " + takeOpensslError());
    }
    OcspRequest made{{reinterpret_cast<const char*>(der), static_cast<std::size_t>(length)},
                     nonceOf(request.get())};
    OPENSSL_free(der);
    return made;
}

Result<OcspAnswer> readOcspResponse(std::string_view der, const Certificate& certificate,
                                    const Certificate& issuer, std::string_view nonce, Instant now) {
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    const ResponseHandle response{der.size() > kResponseLimit
                                      ? nullptr
                                      : d2i_OCSP_RESPONSE(nullptr, &at, static_cast<long>(der.size()))};
    if (!response) {
        return refuse("ocsp-form", "not an OCSP response");
    }
    if (const int status = OCSP_response_status(response.get()); status != OCSP_RESPONSE_STATUS_SUCCESSFUL) {
        return refuse("ocsp-status", std::string{"the responder says: "} + OCSP_response_status_str(status));
    }
    const BasicHandle basic{OCSP_response_get1_basic(response.get())};
    if (!basic) {
        return refuse("ocsp-form", "not a basic OCSP response");
    }
    const auto returned = nonceOf(basic.get());
    if (!nonce.empty() && !returned.empty() && returned != nonce) {
        return refuse("ocsp-nonce", "the response answers another question");
    }
    if (const auto signer = checkSigner(basic.get(), issuer, now); !signer) {
        return passOn(signer);
    }
    const auto id = idOf(certificate, issuer);
    return statusOf(basic.get(), id.get(), now);
}

} // namespace ncp::certs
