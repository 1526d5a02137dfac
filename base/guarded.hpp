#pragma once

#include <functional>
#include <mutex>
#include <utility>

namespace ncp {

/// Data that can only be reached through its lock.
template <class T>
class Guarded {
  public:
    Guarded() = default;
    explicit Guarded(T value) : value_(std::move(value)) {}

    /// Calls `use(value)` while the lock is held; what it returns must not refer to the value.
    template <class F>
    auto with(F&& use) {
        const std::scoped_lock lock{mutex_};
        return std::invoke(std::forward<F>(use), value_);
    }

  private:
    std::mutex mutex_;
    T value_{};
};

} // namespace ncp
