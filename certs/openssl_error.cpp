#include "certs/openssl_error.hpp"

#include <openssl/err.h>

namespace ncp::certs {

std::string takeOpensslError() {
    const auto first = ERR_get_error();
    ERR_clear_error();
    const char* reason = first == 0 ? nullptr : ERR_reason_error_string(first);
    return reason == nullptr ? "no reason given" : reason;
}

} // namespace ncp::certs
