#pragma once

#include <compare>
#include <ostream>
#include <utility>

namespace ncp {

/// Patient data. It prints as "[redacted]"; `reveal()` is the only way to the value.
template <class T>
class Sensitive {
  public:
    Sensitive() = default;
    explicit Sensitive(T value) : value_(std::move(value)) {}

    const T& reveal() const noexcept { return value_; }

    friend auto operator<=>(const Sensitive&, const Sensitive&) = default;
    friend std::ostream& operator<<(std::ostream& out, const Sensitive&) { return out << "[redacted]"; }

  private:
    T value_{};
};

} // namespace ncp
