#pragma once

#include "base/clock.hpp"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>

namespace ncp::http {

enum class Admission : std::uint8_t { Admitted, Overloaded, Closing };

/// Counts the requests that handlers work on, admits no more than a limit, and lets a stopping server wait
/// until each admitted request has its answer.
class RequestGate {
  public:
    explicit RequestGate(std::size_t limit) noexcept : limit_(limit) {}

    /// Every Admitted is followed by one `handled` and then one `answered`.
    Admission admit();
    void handled();
    void answered();

    void close();
    bool closing() const;
    std::size_t running() const;
    /// False when the deadline passed first.
    bool waitUntilAnswered(Deadline deadline);

  private:
    const std::size_t limit_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t running_ = 0;
    std::size_t unanswered_ = 0;
    bool closing_ = false;
};

} // namespace ncp::http
