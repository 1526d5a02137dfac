#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>

namespace ncp::test {

/// Random decisions that are the same for the same seed on every machine (the distributions of the standard
/// library are not).
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}

    /// 0 … limit - 1
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(engine_() % limit); }
    std::size_t between(std::size_t low, std::size_t high) { return low + below(high - low + 1); }
    /// True in `percent` of a hundred cases.
    bool chance(std::size_t percent) { return below(100) < percent; }

    template <class T, std::size_t Size>
    const T& pick(std::span<const T, Size> values) {
        return values[below(values.size())];
    }
    template <class Range>
    const auto& pick(const Range& values) {
        return values[below(std::size(values))];
    }

  private:
    std::mt19937_64 engine_;
};

} // namespace ncp::test
