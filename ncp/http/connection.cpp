#include "ncp/http/connection.hpp"

#include <Poco/Exception.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/socket.h>

namespace ncp::http {
namespace {

constexpr std::size_t kReadSize = 16 * 1024;
constexpr std::size_t kReadAfterClosing = 4 * 1024 * 1024;

} // namespace

Connection::Connection(Poco::Net::StreamSocket socket)
    : socket_(std::move(socket)), descriptor_(socket_.impl()->sockfd()) {
    socket_.setBlocking(false);
    socket_.setNoDelay(true);
}

Result<void> Connection::secure(const TlsContext& context, TlsSession::Peer peer, Deadline deadline) {
    tls_.emplace(context, descriptor_, std::move(peer));
    return tls_->handshake(deadline);
}

void Connection::consume(std::size_t bytes) noexcept {
    consumed_ += std::min(bytes, buffer_.size() - consumed_);
    if (consumed_ == buffer_.size()) {
        buffer_.clear();
        consumed_ = 0;
    }
}

IoStatus Connection::fill(Deadline deadline) {
    if (consumed_ > 0) {
        buffer_.erase(0, consumed_);
        consumed_ = 0;
    }
    const auto before = buffer_.size();
    buffer_.resize(before + kReadSize);
    const auto result = read(buffer_.data() + before, kReadSize, deadline);
    buffer_.resize(before + result.bytes);
    return result.status;
}

IoResult Connection::read(char* buffer, std::size_t size, Deadline deadline) {
    return tls_ ? tls_->read(buffer, size, deadline) : receiveSome(descriptor_, buffer, size, deadline);
}

IoStatus Connection::write(std::string_view bytes, Deadline deadline) {
    return tls_ ? tls_->write(bytes.data(), bytes.size(), deadline)
                : sendAll(descriptor_, bytes.data(), bytes.size(), deadline);
}

void Connection::releaseMemory() {
    if (buffered().empty()) {
        std::string{}.swap(buffer_);
        consumed_ = 0;
    }
}

bool Connection::idleAndOpen() {
    if (!buffered().empty()) {
        return false;
    }
    if (tls_) {
        return tls_->idleAndOpen();
    }
    char next = 0;
    return ::recv(descriptor_, &next, 1, MSG_PEEK) < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

void Connection::closeGently(Deadline deadline) {
    if (tls_) {
        tls_->sayGoodbye();
    }
    ::shutdown(descriptor_, SHUT_WR);
    std::array<char, 4096> ignored{};
    std::size_t total = 0;
    while (total < kReadAfterClosing) {
        const auto result = receiveSome(descriptor_, ignored.data(), ignored.size(), deadline);
        if (result.status != IoStatus::Done) {
            return;
        }
        total += result.bytes;
    }
}

std::string Connection::peerAddress() const {
    try {
        return socket_.peerAddress().host().toString();
    } catch (const Poco::Exception&) {
        return "unknown"; // it hung up before we asked
    }
}

} // namespace ncp::http
