#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <unordered_set>

namespace ncp::http {

/// The sockets of the open connections, so that a stopping server can end them. A socket must leave the
/// registry before it is closed: its number may belong to another one afterwards.
class ConnectionRegistry {
  public:
    explicit ConnectionRegistry(std::size_t limit) noexcept : limit_(limit) {}

    /// False when there are as many as there may be, or none may come any more.
    bool add(int descriptor);
    void remove(int descriptor);
    std::size_t size() const;
    /// Breaks every connection and lets none in; each thread notices at its next read or write.
    void breakAll();
    void waitUntilEmpty();

  private:
    const std::size_t limit_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::unordered_set<int> open_;
    bool broken_ = false;
};

} // namespace ncp::http
