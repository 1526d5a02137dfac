#include "certs/digest.hpp"

#include "base/handle.hpp"

#include <openssl/evp.h>
#include <stdexcept>

namespace ncp::certs {

Sha256 sha256(std::initializer_list<std::string_view> parts) {
    const Handle<EVP_MD_CTX, &EVP_MD_CTX_free> context{EVP_MD_CTX_new()};
    Sha256 digest{};
    bool done = context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
    for (const auto part : parts) {
        done = done && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
    }
    if (!done || EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) != 1) {
        throw std::runtime_error{"SHA-256 is not available"};
    }
    return digest;
}

std::string hex(const Sha256& digest) {
    constexpr std::string_view digits{"0123456789abcdef"};
    std::string out;
    out.reserve(2 * digest.size());
    for (const auto byte : digest) {
        out.push_back(digits[byte >> 4U]);
        out.push_back(digits[byte & 0x0FU]);
    }
    return out;
}

} // namespace ncp::certs
