#pragma once

#include "ncp/http/tls_session.hpp"
#include "ncp/http/transport.hpp"

#include <Poco/Net/StreamSocket.h>
#include <optional>
#include <string>
#include <string_view>

namespace ncp::http {

/// A connected socket, plain until `secure` made it TLS, with the bytes that were read ahead of their use.
class Connection {
  public:
    explicit Connection(Poco::Net::StreamSocket socket);

    /// Makes it TLS. Errors as TlsSession::handshake has them; the session stays for its `peerCertificate`.
    Result<void> secure(const TlsContext& context, TlsSession::Peer peer, Deadline deadline);
    const TlsSession* tls() const noexcept { return tls_ ? &*tls_ : nullptr; }

    /// Bytes that came and were not consumed.
    std::string_view buffered() const noexcept { return std::string_view{buffer_}.substr(consumed_); }
    void consume(std::size_t bytes) noexcept;
    /// Waits for at least one byte more.
    IoStatus fill(Deadline deadline);

    IoStatus write(std::string_view bytes, Deadline deadline);

    /// Gives the read-ahead memory back; for a connection that waits for its next request.
    void releaseMemory();
    /// Whether an idle connection can be used again.
    bool idleAndOpen();
    /// Ends our side and reads on for a moment, so that a peer which still sends gets to see the answer.
    void closeGently(Deadline deadline);

    int descriptor() const noexcept { return descriptor_; }
    std::string peerAddress() const;

  private:
    IoResult read(char* buffer, std::size_t size, Deadline deadline);

    Poco::Net::StreamSocket socket_;
    int descriptor_;
    std::optional<TlsSession> tls_;
    std::string buffer_;
    std::size_t consumed_ = 0;
};

} // namespace ncp::http
