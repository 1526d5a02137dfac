#pragma once

#include <atomic>
#include <cstddef>

namespace ncp::http {

/// The memory that the bodies of all requests of a server may take together. Safe to share between threads.
class BodyBudget {
  public:
    explicit BodyBudget(std::size_t limit) noexcept : limit_(limit) {}

    std::size_t taken() const noexcept { return taken_; }

  private:
    friend class BodyShare;

    const std::size_t limit_;
    std::atomic<std::size_t> taken_ = 0;
};

/// What one request has of the budget; it goes back when the share ends.
class BodyShare {
  public:
    explicit BodyShare(BodyBudget& budget) noexcept : budget_(budget) {}
    ~BodyShare();
    BodyShare(const BodyShare&) = delete;
    BodyShare& operator=(const BodyShare&) = delete;

    /// False, and nothing taken, when the budget does not hold `bytes` more.
    bool grow(std::size_t bytes) noexcept;
    /// Whether the budget holds `bytes` more now.
    bool fits(std::size_t bytes) const noexcept;

  private:
    BodyBudget& budget_;
    std::size_t taken_ = 0;
};

} // namespace ncp::http
