#include "ncp/http/connection_registry.hpp"

#include <sys/socket.h>

namespace ncp::http {

Entry ConnectionRegistry::add(int descriptor, const std::string& address) {
    const std::scoped_lock lock{mutex_};
    if (broken_ || open_.size() >= limit_) {
        return Entry::Full;
    }
    const auto known = byAddress_.find(address);
    if (known != byAddress_.end() && known->second >= addressLimit_) {
        return Entry::AddressFull;
    }
    open_.emplace(descriptor, address);
    ++byAddress_[address];
    return Entry::Open;
}

void ConnectionRegistry::remove(int descriptor) {
    const std::scoped_lock lock{mutex_};
    const auto open = open_.find(descriptor);
    if (open != open_.end()) {
        const auto address = byAddress_.find(open->second);
        if (--address->second == 0) {
            byAddress_.erase(address);
        }
        open_.erase(open);
    }
    changed_.notify_all();
}

std::size_t ConnectionRegistry::size() const {
    const std::scoped_lock lock{mutex_};
    return open_.size();
}

void ConnectionRegistry::breakAll() {
    const std::scoped_lock lock{mutex_};
    broken_ = true;
    for (const auto& open : open_) {
        ::shutdown(open.first, SHUT_RDWR);
    }
}

void ConnectionRegistry::waitUntilEmpty() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return open_.empty(); });
}

} // namespace ncp::http
