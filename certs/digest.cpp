#include "certs/digest.hpp"

#include "base/base64.hpp"
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

std::string sha1Hex(std::string_view bytes) {
    std::string digest(20, '\0');
    unsigned int length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), &length,
                   EVP_sha1(), nullptr) != 1) {
        throw std::runtime_error{"SHA-1 is not available"};
    }
    return hexEncode(digest);
}

} // namespace ncp::certs
