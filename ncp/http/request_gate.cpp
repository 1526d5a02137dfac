#include "ncp/http/request_gate.hpp"

namespace ncp::http {

Admission RequestGate::admit() {
    const std::scoped_lock lock{mutex_};
    if (closing_) {
        return Admission::Closing;
    }
    if (running_ >= limit_) {
        return Admission::Overloaded;
    }
    ++running_;
    ++unanswered_;
    return Admission::Admitted;
}

void RequestGate::handled() {
    const std::scoped_lock lock{mutex_};
    --running_;
}

void RequestGate::answered() {
    const std::scoped_lock lock{mutex_};
    --unanswered_;
    changed_.notify_all();
}

void RequestGate::close() {
    const std::scoped_lock lock{mutex_};
    closing_ = true;
}

bool RequestGate::closing() const {
    const std::scoped_lock lock{mutex_};
    return closing_;
}

std::size_t RequestGate::running() const {
    const std::scoped_lock lock{mutex_};
    return running_;
}

bool RequestGate::waitUntilAnswered(Deadline deadline) {
    std::unique_lock lock{mutex_};
    return changed_.wait_until(lock, deadline, [&] { return unanswered_ == 0; });
}

} // namespace ncp::http
