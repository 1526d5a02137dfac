#pragma once

#include "base/guarded.hpp"
#include "ncp/http/client.hpp"
#include "ncp/http/connection.hpp"
#include "ncp/http/server.hpp"
#include "ncp/http/tls_context.hpp"
#include "tests/support/test_pki.hpp"

#include <Poco/Net/ServerSocket.h>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace ncp::test {

/// A point on the steady clock, that many milliseconds from now.
Deadline within(int milliseconds);
/// Waits for what another thread will make true; false after twenty seconds.
bool eventually(const std::function<bool()>& predicate);

/// An authority, a server and a client whose certificates are valid now.
struct HttpPki {
    HttpPki();

    TestPki pki;
    std::shared_ptr<const certs::TrustStore> trust;

    certs::Credential client() { return pki.tlsClient("NO"); }
    certs::Credential server() { return pki.tlsServer("PT"); }
    certs::Credential clientValid(certs::Validity validity) const;
    certs::Credential serverValid(certs::Validity validity, std::vector<std::string> hostNames) const;
};

/// A trust list with one authority for both sides.
std::shared_ptr<const certs::TrustStore> trustOnly(const certs::Certificate& authority);

/// A server on a free port with all that it reported.
class ServerUnderTest {
  public:
    using Adjust = std::function<void(http::ServerSettings&)>;

    /// Mutual TLS.
    ServerUnderTest(HttpPki& pki, http::Handler handler, const Adjust& adjust = {});
    /// Plain HTTP, for tests of what TLS has no part in.
    explicit ServerUnderTest(http::Handler handler, const Adjust& adjust = {});

    http::Server& operator*() { return *server_; }
    http::Server* operator->() { return server_.get(); }
    std::uint16_t port() const { return server_->port(); }
    std::string url(const std::string& path = "/") const;
    std::vector<http::ConnectionRefusal> refusals();
    /// Waits for a refusal by that rule.
    bool refused(const std::string& rule);
    std::string logged();
    void destroy() { server_.reset(); }

  private:
    void start(http::ServerSettings settings, http::Handler handler, const Adjust& adjust);

    SystemClock clock_;
    Guarded<std::string> log_;
    Logger logger_;
    Guarded<std::vector<http::ConnectionRefusal>> refusals_;
    std::unique_ptr<http::Server> server_;
};

/// A client that speaks bytes: what a well-behaved one would never send.
class RawClient {
  public:
    explicit RawClient(std::uint16_t port);
    RawClient(std::uint16_t port, const http::TlsContext& tls);

    http::IoStatus send(std::string_view bytes);
    /// All until the peer closes (or twenty seconds have passed).
    std::string readToEnd();
    /// Until the bytes hold `text`.
    std::string readUntil(std::string_view text);
    /// Ends our side, the other stays open.
    void finishSending();
    http::Connection& connection() { return connection_; }

  private:
    http::Connection connection_;
};

/// A peer that does with each connection what a script says: what a well-behaved server would never do.
class ScriptedPeer {
  public:
    using Script = std::function<void(http::Connection&, std::size_t number)>;

    /// Without TLS the script gets the bare connection.
    ScriptedPeer(const http::TlsContext* tls, Script script);
    ~ScriptedPeer();

    std::uint16_t port() const { return listener_.address().port(); }
    std::string url() const { return "https://127.0.0.1:" + std::to_string(port()) + "/service"; }
    /// Those that got as far as the script: a stranger who knocks at the port does not count.
    std::size_t connections() const { return accepted_; }
    /// Those that this side has closed since.
    std::size_t ended() const { return ended_; }

  private:
    void run();
    void serve(const Poco::Net::StreamSocket& socket);

    const http::TlsContext* tls_;
    Script script_;
    Poco::Net::ServerSocket listener_;
    std::atomic<std::size_t> accepted_ = 0;
    std::atomic<std::size_t> ended_ = 0;
    std::atomic<bool> closing_ = false;
    std::thread acceptor_;
    std::vector<std::thread> serving_;
};

/// Reads a whole request with Content-Length (or none) and answers its bytes.
std::string readRequest(http::Connection& connection);

std::unique_ptr<http::TlsContext> tlsContext(http::TlsRole role, const certs::Credential& credential,
                                             std::shared_ptr<const certs::TrustStore> trust);

http::ClientSettings clientSettings(HttpPki& pki);
http::Client::Post makePost(const std::string& url, const std::string& body = "question",
                            int milliseconds = 20'000);

http::Response echo(const http::Request& request);

} // namespace ncp::test
