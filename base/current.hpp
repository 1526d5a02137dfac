#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace ncp {

/// An immutable value that is replaced as a whole now and then. Who reads keeps the value that was in force
/// when the work began. Safe to share between threads.
template <class T>
class Current {
  public:
    explicit Current(std::shared_ptr<const T> value) : value_(std::move(value)) {}

    std::shared_ptr<const T> get() const {
        const std::scoped_lock lock{mutex_};
        return value_;
    }

    void replace(std::shared_ptr<const T> value) {
        const std::scoped_lock lock{mutex_};
        value_.swap(value); // the former one ends after the lock
    }

  private:
    mutable std::mutex mutex_;
    std::shared_ptr<const T> value_;
};

} // namespace ncp
