#pragma once

#include "base/clock.hpp"

#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>

namespace ncp::http {

/// Bounds the TLS handshakes that run at the same time, in all and from one address: no address gets more
/// than a quarter of the places, so that one that opens connections and says nothing keeps nobody else out.
class HandshakeGate {
  public:
    explicit HandshakeGate(std::size_t limit);

    /// Waits for a place; false when there was none until the deadline. Each true is followed by one `leave`.
    bool enter(const std::string& address, Deadline deadline);
    void leave(const std::string& address);

  private:
    const std::size_t limit_;
    const std::size_t addressLimit_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t running_ = 0;
    std::map<std::string, std::size_t> byAddress_;
};

} // namespace ncp::http
