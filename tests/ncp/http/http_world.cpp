#include "tests/ncp/http/http_world.hpp"

#include "ncp/http/dial.hpp"
#include "ncp/http/head.hpp"

#include <algorithm>
#include <stdexcept>
#include <sys/socket.h>

namespace ncp::test {

using std::chrono::steady_clock;

Deadline within(int milliseconds) {
    return steady_clock::now() + std::chrono::milliseconds{milliseconds};
}

bool eventually(const std::function<bool()>& predicate) {
    const auto until = within(20'000);
    while (!predicate()) {
        if (steady_clock::now() > until) {
            return false;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    return true;
}

HttpPki::HttpPki()
    : pki(SystemClock{}.now()), trust(std::make_shared<const certs::TrustStore>(pki.trustStore())) {}

certs::Credential HttpPki::clientValid(certs::Validity validity) const {
    return pki.tlsAuthority().issueWithNewKey({"NO", "Test client", {}}, certs::CertificateUse::TlsClient,
                                              validity, certs::KeyKind::EcP256);
}

certs::Credential HttpPki::serverValid(certs::Validity validity, std::vector<std::string> hostNames) const {
    return pki.tlsAuthority().issueWithNewKey({"PT", "Test server", std::move(hostNames)},
                                              certs::CertificateUse::TlsServer, validity,
                                              certs::KeyKind::EcP256);
}

std::shared_ptr<const certs::TrustStore> trustOnly(const certs::Certificate& authority) {
    const TemporaryDirectory directory;
    const auto anchor = directory.write("anchor.pem", authority.pem());
    return std::make_shared<const certs::TrustStore>(
        certs::TrustStore::load({{anchor}, {anchor}, {}, {}}).value());
}

ServerUnderTest::ServerUnderTest(HttpPki& pki, http::Handler handler, const Adjust& adjust)
    : logger_(clock_, LogLevel::Info,
              [this](std::string_view line) { log_.with([&](std::string& log) { log += line; }); }) {
    http::ServerSettings settings;
    settings.tls = http::ServerTls{pki.server(), pki.trust};
    start(std::move(settings), std::move(handler), adjust);
}

ServerUnderTest::ServerUnderTest(http::Handler handler, const Adjust& adjust)
    : logger_(clock_, LogLevel::Info,
              [this](std::string_view line) { log_.with([&](std::string& log) { log += line; }); }) {
    start({}, std::move(handler), adjust);
}

void ServerUnderTest::start(http::ServerSettings settings, http::Handler handler, const Adjust& adjust) {
    if (adjust) {
        adjust(settings);
    }
    auto observer = [this](const http::ConnectionRefusal& refusal) {
        refusals_.with([&](auto& refusals) { refusals.push_back(refusal); });
    };
    server_ = http::Server::start(std::move(settings), std::move(handler), observer, logger_).value();
}

std::string ServerUnderTest::url(const std::string& path) const {
    return "https://127.0.0.1:" + std::to_string(port()) + path;
}

std::vector<http::ConnectionRefusal> ServerUnderTest::refusals() {
    return refusals_.with([](const auto& refusals) { return refusals; });
}

bool ServerUnderTest::refused(const std::string& rule) {
    return eventually([&] {
        const auto all = refusals();
        return std::any_of(all.begin(), all.end(), [&](const auto& refusal) { return refusal.rule == rule; });
    });
}

std::string ServerUnderTest::logged() {
    return log_.with([](const std::string& log) { return log; });
}

RawClient::RawClient(std::uint16_t port)
    : connection_(http::dial("127.0.0.1", port, within(20'000)).value()) {}

RawClient::RawClient(std::uint16_t port, const http::TlsContext& tls) : RawClient(port) {
    if (!connection_.secure(tls, {"127.0.0.1", "raw"}, within(20'000))) {
        throw std::runtime_error{"no TLS with the server under test"};
    }
}

http::IoStatus RawClient::send(std::string_view bytes) {
    return connection_.write(bytes, within(20'000));
}

std::string RawClient::readToEnd() {
    const auto deadline = within(20'000);
    while (connection_.fill(deadline) == http::IoStatus::Done) {
    }
    return std::string{connection_.buffered()};
}

std::string RawClient::readUntil(std::string_view text) {
    const auto deadline = within(20'000);
    while (connection_.buffered().find(text) == std::string_view::npos &&
           connection_.fill(deadline) == http::IoStatus::Done) {
    }
    std::string result{connection_.buffered()};
    connection_.consume(result.size());
    return result;
}

void RawClient::finishSending() {
    ::shutdown(connection_.descriptor(), SHUT_WR);
}

ScriptedPeer::ScriptedPeer(const http::TlsContext* tls, Script script)
    : tls_(tls), script_(std::move(script)) {
    listener_.bind(Poco::Net::SocketAddress{"127.0.0.1", 0}, true, false);
    listener_.listen(16);
    acceptor_ = std::thread{[this] { run(); }};
}

ScriptedPeer::~ScriptedPeer() {
    closing_ = true;
    ::shutdown(listener_.impl()->sockfd(), SHUT_RDWR);
    acceptor_.join();
    for (auto& thread : serving_) {
        thread.join();
    }
}

void ScriptedPeer::run() {
    while (!closing_) {
        try {
            auto socket = listener_.acceptConnection();
            serving_.emplace_back([this, socket] {
                serve(socket);
                ++ended_;
            });
        } catch (const std::exception&) {
            return; // the listener was shut down
        }
    }
}

void ScriptedPeer::serve(const Poco::Net::StreamSocket& socket) {
    http::Connection connection{socket};
    if (tls_ == nullptr || connection.secure(*tls_, {}, within(20'000))) {
        const auto number = accepted_++;
        script_(connection, number);
    }
}

std::string readRequest(http::Connection& connection) {
    const auto deadline = within(20'000);
    auto length = http::headLength(connection.buffered());
    while (!length) {
        if (connection.fill(deadline) != http::IoStatus::Done) {
            return {};
        }
        length = http::headLength(connection.buffered());
    }
    const auto head = http::parseRequestHead(connection.buffered().substr(0, *length)).value();
    const auto size = head.headers.find("content-length");
    const auto whole = *length + (size == head.headers.end() ? 0 : std::stoul(size->second));
    while (connection.buffered().size() < whole && connection.fill(deadline) == http::IoStatus::Done) {
    }
    std::string request{connection.buffered().substr(0, whole)};
    connection.consume(whole);
    return request;
}

std::unique_ptr<http::TlsContext> tlsContext(http::TlsRole role, const certs::Credential& credential,
                                             std::shared_ptr<const certs::TrustStore> trust) {
    return http::TlsContext::make(role, credential, std::move(trust)).value();
}

http::ClientSettings clientSettings(HttpPki& pki) {
    http::ClientSettings settings{pki.client(), pki.trust};
    return settings;
}

http::Client::Post makePost(const std::string& url, const std::string& body, int milliseconds) {
    return {url, "application/soap+xml; charset=UTF-8", body, {}, true, within(milliseconds)};
}

http::Response echo(const http::Request& request) {
    return {200, "text/plain", request.body, {}};
}

} // namespace ncp::test
