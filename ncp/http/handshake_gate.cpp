#include "ncp/http/handshake_gate.hpp"

#include <algorithm>

namespace ncp::http {
namespace {

constexpr std::size_t kAddressShare = 4;

} // namespace

HandshakeGate::HandshakeGate(std::size_t limit)
    : limit_(limit), addressLimit_(std::max<std::size_t>(1, limit / kAddressShare)) {}

bool HandshakeGate::enter(const std::string& address, Deadline deadline) {
    std::unique_lock lock{mutex_};
    const bool entered = changed_.wait_until(lock, deadline, [&] {
        const auto own = byAddress_.find(address);
        return running_ < limit_ && (own == byAddress_.end() || own->second < addressLimit_);
    });
    if (entered) {
        ++running_;
        ++byAddress_[address];
    }
    return entered;
}

void HandshakeGate::leave(const std::string& address) {
    const std::scoped_lock lock{mutex_};
    --running_;
    const auto own = byAddress_.find(address);
    if (--own->second == 0) {
        byAddress_.erase(own);
    }
    changed_.notify_all();
}

} // namespace ncp::http
