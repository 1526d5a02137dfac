#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace ncp::certs {

using Sha256 = std::array<std::uint8_t, 32>;

/// SHA-256 (FIPS 180-4) of the parts, one after the other.
Sha256 sha256(std::initializer_list<std::string_view> parts);
inline Sha256 sha256(std::string_view bytes) {
    return sha256({bytes});
}

/// Lower-case hex, 64 characters.
std::string hex(const Sha256& digest);

/// SHA-1 in lower-case hex: the hash of XDS document metadata. It tells a damaged document, it proves
/// nothing.
std::string sha1Hex(std::string_view bytes);

} // namespace ncp::certs
