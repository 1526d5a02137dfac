#include "certs/md5.hpp"

#include "base/base64.hpp"

#include <openssl/evp.h>
#include <stdexcept>

namespace ncp::certs {

std::string md5Hex(std::string_view bytes) {
    std::string digest(16, '\0');
    unsigned int length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), &length,
                   EVP_md5(), nullptr) != 1) {
        throw std::runtime_error{"MD5 is not available"};
    }
    return hexEncode(digest);
}

} // namespace ncp::certs
