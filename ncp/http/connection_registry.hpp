#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <unordered_map>

namespace ncp::http {

enum class Entry : std::uint8_t { Open, Full, AddressFull };

/// The sockets of the open connections, so that a stopping server can end them. A socket must leave the
/// registry before it is closed: its number may belong to another one afterwards.
class ConnectionRegistry {
  public:
    ConnectionRegistry(std::size_t limit, std::size_t addressLimit) noexcept
        : limit_(limit), addressLimit_(addressLimit) {}

    /// Full when there are as many as there may be, or none may come any more; AddressFull when there are as
    /// many as there may be from this address.
    Entry add(int descriptor, const std::string& address);
    void remove(int descriptor);
    std::size_t size() const;
    /// Breaks every connection and lets none in; each thread notices at its next read or write.
    void breakAll();
    void waitUntilEmpty();

  private:
    const std::size_t limit_;
    const std::size_t addressLimit_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::unordered_map<int, std::string> open_; ///< addresses by descriptor
    std::map<std::string, std::size_t> byAddress_;
    bool broken_ = false;
};

} // namespace ncp::http
