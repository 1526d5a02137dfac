#pragma once

#include "base/clock.hpp"

#include <cstddef>
#include <cstdint>

namespace ncp::http {

/// How reading or writing ended.
enum class IoStatus : std::uint8_t {
    Done,
    Closed,   ///< the peer ended its side in order
    TimedOut, ///< the deadline passed first
    Failed,   ///< the connection broke, or the TLS layer refused what came
};

struct IoResult {
    IoStatus status = IoStatus::Done;
    std::size_t bytes = 0;
};

enum class Readiness : std::uint8_t { Readable, Writable };

/// Waits until the descriptor is ready; false when the deadline passed first. A broken connection counts as
/// ready, the next operation on it tells.
bool waitUntilReady(int descriptor, Readiness readiness, Deadline deadline) noexcept;

/// The remaining time is counted anew at each wait, so that a peer which sends a byte now and then cannot
/// stretch a deadline.
IoResult receiveSome(int descriptor, char* buffer, std::size_t size, Deadline deadline) noexcept;
IoStatus sendAll(int descriptor, const char* bytes, std::size_t size, Deadline deadline) noexcept;

} // namespace ncp::http
