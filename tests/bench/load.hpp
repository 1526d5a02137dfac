#pragma once

#include "tests/bench/requests.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

namespace ncp::bench {

/// How a request gets its connection.
enum class Connecting : std::uint8_t { KeptAlive, Resumed, Fresh };
std::string_view name(Connecting connecting) noexcept;

/// What one measurement brought.
struct Measured {
    double requestsPerSecond = 0;
    double p50Milliseconds = 0;
    double p99Milliseconds = 0;
    double cpuMicroseconds = 0; ///< of the node, for each request
    std::size_t requests = 0;
    std::size_t resumed = 0; ///< connections that resumed a session
};

/// Sends load over a number of connections, each on a thread of its own. Every answer is looked at: a wrong
/// one ends the benchmark.
class Load {
  public:
    Load(const NodeUnderLoad& node, const TlsClient& client, std::size_t connections)
        : node_(node), client_(client), connections_(connections) {}

    /// Closed loop: each connection asks again as soon as it has its answer.
    Measured saturate(const RequestTemplate& request, Connecting connecting,
                      std::chrono::milliseconds duration);
    /// Open loop over kept-alive connections: requests fall due at a fixed rate, and a latency counts from
    /// when the request was due, so that waiting for a free connection is part of it.
    Measured atRate(const RequestTemplate& request, double requestsPerSecond,
                    std::chrono::milliseconds duration);
    /// Memory of the node, in kilobytes, while `count` connections stand idle that have each asked once.
    std::size_t residentWithIdle(const RequestTemplate& request, std::size_t count);

  private:
    class Asker;
    template <class Turn>
    Measured run(const RequestTemplate& request, Connecting connecting, std::chrono::milliseconds duration,
                 Turn&& turn);

    const NodeUnderLoad& node_;
    const TlsClient& client_;
    std::size_t connections_;
    std::atomic<std::uint64_t> sent_ = 0;
};

} // namespace ncp::bench
