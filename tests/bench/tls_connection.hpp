#pragma once

#include "base/handle.hpp"

#include <cstdint>
#include <memory>
#include <openssl/ssl.h>
#include <string>
#include <string_view>

namespace ncp::bench {

/// What a benchmark can't go on without. A benchmark ends with its first fault, so faults are exceptions
/// here.
[[noreturn]] void stop(const std::string& why);

/// TLS 1.3 settings of a load client, from PEM files: key, chain, authority of the server.
class TlsClient {
  public:
    TlsClient(const std::string& keyFile, const std::string& chainFile, const std::string& authorityFile);
    SSL_CTX* native() const noexcept { return context_.get(); }

  private:
    Handle<SSL_CTX, &SSL_CTX_free> context_;
};

/// An answer as far as a benchmark looks at it.
struct Answer {
    int status = 0;
    std::string body;
};

/// One blocking mutual TLS 1.3 connection to 127.0.0.1: as little client as possible, so that the load comes
/// from a few microseconds of CPU for each request.
class TlsConnection {
  public:
    using Session = Handle<SSL_SESSION, &SSL_SESSION_free>;

    TlsConnection(const TlsClient& client, std::uint16_t port, SSL_SESSION* resume);
    ~TlsConnection();
    TlsConnection(const TlsConnection&) = delete;
    TlsConnection& operator=(const TlsConnection&) = delete;

    /// Sends a complete HTTP request and reads the answer (Content-Length only) into `answer`, whose memory
    /// is used again.
    void exchange(std::string_view request, Answer& answer);
    bool resumed() const noexcept;
    /// What the next connection can resume; the server's ticket comes with the first answer.
    Session session() const;

  private:
    void send(std::string_view bytes);
    void receive(std::string& into);

    int socket_;
    Handle<SSL, &SSL_free> tls_;
};

} // namespace ncp::bench
