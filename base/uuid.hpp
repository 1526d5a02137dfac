#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace ncp {

/// Unpredictable numbers as a service; a test has its own.
class Random {
  public:
    virtual ~Random() = default;
    virtual std::array<std::uint8_t, 16> sixteenBytes() = 0;
};

/// The kernel's random numbers; safe to share between threads.
class SystemRandom final : public Random {
  public:
    std::array<std::uint8_t, 16> sixteenBytes() override;
};

/// RFC 4122 version 4: 11111111-2222-4333-8444-555555555555.
std::string makeUuid(Random& random);

} // namespace ncp
