#include "ncp/http/connection_registry.hpp"

#include <sys/socket.h>

namespace ncp::http {

bool ConnectionRegistry::add(int descriptor) {
    const std::scoped_lock lock{mutex_};
    if (broken_ || open_.size() >= limit_) {
        return false;
    }
    open_.insert(descriptor);
    return true;
}

void ConnectionRegistry::remove(int descriptor) {
    const std::scoped_lock lock{mutex_};
    open_.erase(descriptor);
    changed_.notify_all();
}

std::size_t ConnectionRegistry::size() const {
    const std::scoped_lock lock{mutex_};
    return open_.size();
}

void ConnectionRegistry::breakAll() {
    const std::scoped_lock lock{mutex_};
    broken_ = true;
    for (const int descriptor : open_) {
        ::shutdown(descriptor, SHUT_RDWR);
    }
}

void ConnectionRegistry::waitUntilEmpty() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return open_.empty(); });
}

} // namespace ncp::http
