#include "certs/asn1_time.hpp"

#include "certs/openssl_error.hpp"

#include <openssl/asn1.h>

#include <ctime>

namespace ncp::certs {

std::optional<Instant> instantOf(const asn1_string_st* time) {
    std::tm parts{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) {
        takeOpensslError();
        return std::nullopt;
    }
    return Instant{std::chrono::seconds{timegm(&parts)}};
}

} // namespace ncp::certs
