#include "tests/certs/ocsp_workshop.hpp"

#include "base/handle.hpp"

#include <openssl/ocsp.h>

#include <catch2/catch.hpp>

namespace ncp::test {
namespace {

using TimeHandle = Handle<ASN1_TIME, &ASN1_TIME_free>;

TimeHandle asn1Time(Instant instant) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
    return TimeHandle{ASN1_TIME_adj(nullptr, static_cast<time_t>(seconds), 0, 0)};
}

int statusCode(Statement::Status status) {
    switch (status) {
    case Statement::Status::Good:
        return V_OCSP_CERTSTATUS_GOOD;
    case Statement::Status::Revoked:
        return V_OCSP_CERTSTATUS_REVOKED;
    case Statement::Status::Unknown:
        break;
    }
    return V_OCSP_CERTSTATUS_UNKNOWN;
}

std::string derOf(OCSP_RESPONSE* response) {
    unsigned char* der = nullptr;
    const int length = i2d_OCSP_RESPONSE(response, &der);
    REQUIRE(length > 0);
    std::string bytes{reinterpret_cast<const char*>(der), static_cast<std::size_t>(length)};
    OPENSSL_free(der);
    return bytes;
}

} // namespace

std::string ocspResponse(const Statement& statement) {
    const Handle<OCSP_BASICRESP, &OCSP_BASICRESP_free> basic{OCSP_BASICRESP_new()};
    const Handle<OCSP_CERTID, &OCSP_CERTID_free> id{
        OCSP_cert_to_id(EVP_sha1(), statement.about.native(), statement.issuer.native())};
    const auto from = asn1Time(statement.thisUpdate);
    const auto until = statement.nextUpdate ? asn1Time(*statement.nextUpdate) : TimeHandle{};
    const bool revoked = statement.status == Statement::Status::Revoked;
    REQUIRE(OCSP_basic_add1_status(basic.get(), id.get(), statusCode(statement.status),
                                   OCSP_REVOKED_STATUS_NOSTATUS, revoked ? from.get() : nullptr, from.get(),
                                   until.get()) != nullptr);
    if (!statement.request.empty()) {
        const auto* at = reinterpret_cast<const unsigned char*>(statement.request.data());
        const Handle<OCSP_REQUEST, &OCSP_REQUEST_free> request{
            d2i_OCSP_REQUEST(nullptr, &at, static_cast<long>(statement.request.size()))};
        REQUIRE(OCSP_copy_nonce(basic.get(), request.get()) == 1);
    }
    REQUIRE(OCSP_basic_sign(basic.get(), statement.signer.certificate().native(),
                            statement.signer.key.native(), statement.sha1 ? EVP_sha1() : EVP_sha256(),
                            nullptr, 0) == 1);
    const Handle<OCSP_RESPONSE, &OCSP_RESPONSE_free> response{
        OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic.get())};
    return derOf(response.get());
}

std::string ocspTryLater() {
    const Handle<OCSP_RESPONSE, &OCSP_RESPONSE_free> response{
        OCSP_response_create(OCSP_RESPONSE_STATUS_TRYLATER, nullptr)};
    return derOf(response.get());
}

} // namespace ncp::test
