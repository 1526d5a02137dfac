#pragma once

#include "base/uuid.hpp"

namespace ncp::test {

/// Random numbers that count from one: UUIDs that are the same in every run.
class CountingRandom final : public Random {
  public:
    std::array<std::uint8_t, 16> sixteenBytes() override {
        ++count_;
        std::array<std::uint8_t, 16> bytes{};
        bytes[14] = static_cast<std::uint8_t>(count_ >> 8U);
        bytes[15] = static_cast<std::uint8_t>(count_ & 0xFFU);
        return bytes;
    }

  private:
    unsigned count_ = 0;
};

} // namespace ncp::test
