#pragma once

#include "base/guarded.hpp"
#include "ncp/http/body.hpp"
#include "ncp/http/connection.hpp"
#include "ncp/http/handshake_gate.hpp"
#include "ncp/http/head.hpp"
#include "ncp/http/request_gate.hpp"
#include "ncp/http/server.hpp"
#include "ncp/http/tls_context.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace ncp::http {

/// What all connections of a server share.
struct Service {
    ServerSettings settings;
    Handler handler;
    Server::RefusalObserver onRefusal;
    Logger& log;
    Guarded<std::shared_ptr<const TlsContext>> tls; ///< null for plain HTTP
    RequestGate gate;
    HandshakeGate handshakes;
    BodyBudget bodies;

    std::shared_ptr<const TlsContext> currentTls();
    /// Tells the observer; whatever that throws ends here.
    void report(const ConnectionRefusal& refusal) const noexcept;
};

/// One connection from its handshake to its end, request after request, on one thread.
class ServerConnection {
  public:
    ServerConnection(Service& service, Poco::Net::StreamSocket socket);

    void serve();

  private:
    enum class Next : std::uint8_t { KeepOpen, Close };

    /// A request that gets no handler: the answer (status 0: none, just the end) and the rule that decided.
    struct Refusal {
        int status = 0;
        std::string_view rule;
    };

    static Refusal refusalOf(HeadFault fault) noexcept;
    static Refusal refusalOf(BodyFault fault) noexcept;

    bool secure();
    Result<void> handshake();
    bool awaitRequest();
    Next serveRequest();
    tl::expected<std::size_t, Refusal> awaitHead(Deadline deadline);
    tl::expected<RequestHead, Refusal> readHead(Deadline deadline);
    tl::expected<std::string, Refusal> readBody(const RequestHead& head, BodyShare& share);
    tl::expected<Request, Refusal> complete(RequestHead head, Deadline deadline, BodyShare& share);
    Response callHandler(const Request& request) const noexcept;
    Next admitAndAnswer(const Request& request, bool keepOpen);
    Next refuse(const Refusal& refusal);
    IoStatus send(const Response& response, bool withBody, bool keepOpen);
    void report(std::string_view rule) const noexcept;
    std::optional<certs::Certificate> clientCertificate() const;

    Service& service_;
    std::shared_ptr<const TlsContext> tls_; ///< of the handshake; null for plain HTTP
    Connection connection_;
    std::string clientAddress_;
    bool clientVerified_ = false; ///< since the handshake was done, as long as the chain is trusted
};

} // namespace ncp::http
