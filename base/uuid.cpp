#include "base/uuid.hpp"

#include "base/base64.hpp"

#include <sys/random.h>

#include <stdexcept>

namespace ncp {

std::array<std::uint8_t, 16> SystemRandom::sixteenBytes() {
    std::array<std::uint8_t, 16> bytes{};
    if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
        throw std::runtime_error("the kernel gives no random numbers");
    }
    return bytes;
}

std::string makeUuid(Random& random) {
    auto bytes = random.sixteenBytes();
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | 0x40U);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U);
    auto text = hexEncode({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    for (const std::size_t position : {8U, 13U, 18U, 23U}) {
        text.insert(position, 1, '-');
    }
    return text;
}

} // namespace ncp
