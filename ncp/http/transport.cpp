#include "ncp/http/transport.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <poll.h>
#include <sys/socket.h>

namespace ncp::http {
namespace {

constexpr std::chrono::milliseconds kLongestWait{60'000};

int pollTimeout(Deadline deadline) noexcept {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    return static_cast<int>(std::clamp(left, std::chrono::milliseconds{0}, kLongestWait).count());
}

bool passed(Deadline deadline) noexcept {
    return std::chrono::steady_clock::now() >= deadline;
}

bool wouldBlock(int error) noexcept {
    return error == EAGAIN || error == EWOULDBLOCK;
}

} // namespace

bool waitUntilReady(int descriptor, Readiness readiness, Deadline deadline) noexcept {
    const short events = readiness == Readiness::Readable ? POLLIN : POLLOUT;
    while (!passed(deadline)) {
        pollfd entry{descriptor, events, 0};
        const int ready = ::poll(&entry, 1, pollTimeout(deadline));
        if (ready > 0 || (ready < 0 && errno != EINTR)) {
            return true;
        }
    }
    return false;
}

IoResult receiveSome(int descriptor, char* buffer, std::size_t size, Deadline deadline) noexcept {
    while (!passed(deadline)) {
        const auto received = ::recv(descriptor, buffer, size, 0);
        if (received > 0) {
            return {IoStatus::Done, static_cast<std::size_t>(received)};
        }
        if (received == 0) {
            return {IoStatus::Closed, 0};
        }
        if (errno != EINTR && !wouldBlock(errno)) {
            return {IoStatus::Failed, 0};
        }
        if (!waitUntilReady(descriptor, Readiness::Readable, deadline)) {
            break;
        }
    }
    return {IoStatus::TimedOut, 0};
}

IoStatus sendAll(int descriptor, const char* bytes, std::size_t size, Deadline deadline) noexcept {
    std::size_t sent = 0;
    while (sent < size) {
        if (passed(deadline)) {
            return IoStatus::TimedOut;
        }
        const auto part = ::send(descriptor, bytes + sent, size - sent, MSG_NOSIGNAL);
        if (part >= 0) {
            sent += static_cast<std::size_t>(part);
        } else if (wouldBlock(errno)) {
            if (!waitUntilReady(descriptor, Readiness::Writable, deadline)) {
                return IoStatus::TimedOut;
            }
        } else if (errno != EINTR) {
            return IoStatus::Failed;
        }
    }
    return IoStatus::Done;
}

} // namespace ncp::http
