#pragma once

#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace ncp::certs {

/// The values used last, by key; when full, the one unused for longest makes room. Safe to share between
/// threads.
template <class Value>
class BoundedCache {
  public:
    explicit BoundedCache(std::size_t capacity) : capacity_(capacity) {}

    std::optional<Value> find(std::string_view key) {
        const std::scoped_lock lock{mutex_};
        const auto found = byKey_.find(key);
        if (found == byKey_.end()) {
            return std::nullopt;
        }
        entries_.splice(entries_.begin(), entries_, found->second);
        return found->second->second;
    }

    void put(std::string_view key, Value value) {
        const std::scoped_lock lock{mutex_};
        if (const auto found = byKey_.find(key); found != byKey_.end()) {
            found->second->second = std::move(value);
            return;
        }
        entries_.emplace_front(std::string{key}, std::move(value));
        byKey_.emplace(entries_.front().first, entries_.begin());
        if (entries_.size() > capacity_) {
            byKey_.erase(entries_.back().first);
            entries_.pop_back();
        }
    }

  private:
    using Entry = std::pair<std::string, Value>;

    const std::size_t capacity_;
    std::mutex mutex_;
    std::list<Entry> entries_; ///< used last first
    std::unordered_map<std::string_view, typename std::list<Entry>::iterator> byKey_;
};

} // namespace ncp::certs
