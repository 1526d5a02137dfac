#include "tests/ncp/http/http_world.hpp"

#include <array>
#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::test;
using Catch::Matchers::Contains;
using std::chrono::hours;

namespace {

const std::vector<std::string> kLoopback{"127.0.0.1", "localhost"};

/// Posts to a peer that shows this certificate; what reached the peer comes back beside the result.
struct Attempt {
    Result<http::Answer> answer;
    bool requestReachedPeer;
};

Attempt postTo(HttpPki& pki, const certs::Credential& server, std::shared_ptr<const certs::TrustStore> trust,
               const std::string& host = "127.0.0.1") {
    const auto tls = tlsContext(http::TlsRole::Server, server, pki.trust);
    std::atomic<bool> reached = false;
    Result<http::Answer> answer = fail(ErrorCode::Internal, "not tried");
    {
        ScriptedPeer peer{tls.get(), [&](http::Connection& connection, std::size_t) {
                              reached = !readRequest(connection).empty();
                              connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                                               within(1000));
                          }};
        auto settings = clientSettings(pki);
        settings.trust = std::move(trust);
        http::Client client{std::move(settings)};
        answer = client.post(makePost("https://" + host + ":" + std::to_string(peer.port()) + "/"));
    }
    return {answer, reached};
}

void checkUntrusted(const Attempt& attempt, const std::string& rule) {
    REQUIRE_FALSE(attempt.answer);
    CHECK(attempt.answer.error().code == ErrorCode::PeerUntrusted);
    CHECK(attempt.answer.error().rule == rule);
    CHECK_FALSE(attempt.requestReachedPeer);
}

} // namespace

TEST_CASE("a server is trusted by address and by name", "[http]") {
    HttpPki pki;
    const auto server = pki.serverValid(around(SystemClock{}.now()), kLoopback);
    CHECK(postTo(pki, server, pki.trust).answer);
    CHECK(postTo(pki, server, pki.trust, "localhost").answer);
}

TEST_CASE("a server whose certificate names another host gets nothing", "[http][hostile]") {
    HttpPki pki;
    const auto now = SystemClock{}.now();
    checkUntrusted(postTo(pki, pki.serverValid(around(now), {"node.example"}), pki.trust), "host-name");
    checkUntrusted(postTo(pki, pki.serverValid(around(now), {"127.0.0.2"}), pki.trust), "host-name");
    checkUntrusted(postTo(pki, pki.serverValid(around(now), {"127.0.0.1"}), pki.trust, "localhost"),
                   "host-name");
}

TEST_CASE("a common name is no host name", "[http][hostile]") {
    HttpPki pki;
    const auto server = pki.pki.tlsAuthority().issueWithNewKey(
        {"PT", "localhost", {"node.example"}}, certs::CertificateUse::TlsServer, around(SystemClock{}.now()),
        certs::KeyKind::EcP256);
    checkUntrusted(postTo(pki, server, pki.trust, "localhost"), "host-name");
}

TEST_CASE("a server outside its time, of an unknown authority or with a client's certificate gets nothing",
          "[http][hostile]") {
    HttpPki pki;
    const HttpPki stranger;
    const auto now = SystemClock{}.now();
    checkUntrusted(postTo(pki, pki.serverValid({now - hours{48}, now - hours{1}}, kLoopback), pki.trust),
                   "expired");
    checkUntrusted(postTo(pki, pki.serverValid({now + hours{1}, now + hours{48}}, kLoopback), pki.trust),
                   "not-yet-valid");
    checkUntrusted(postTo(pki, stranger.serverValid(around(now), kLoopback), pki.trust), "chain");
    checkUntrusted(postTo(pki, pki.clientValid(around(now)), pki.trust), "key-usage");
}

TEST_CASE("a revoked server gets nothing", "[http][hostile]") {
    HttpPki pki;
    const auto server = pki.serverValid(around(SystemClock{}.now()), kLoopback);
    const TemporaryDirectory directory;
    auto files = pki.pki.trustFiles(directory);
    const std::array list{server.certificate()};
    files.revocationLists.push_back(
        directory.write("tls.crl", pki.pki.tlsAuthority().revocationList(list, around(SystemClock{}.now()))));
    checkUntrusted(postTo(pki, server,
                          std::make_shared<const certs::TrustStore>(certs::TrustStore::load(files).value())),
                   "revoked");
}

TEST_CASE("a session is not resumed with a peer under another name", "[http][hostile]") {
    HttpPki pki;
    const auto server = pki.serverValid(around(SystemClock{}.now()), {"127.0.0.1"});
    const auto tls = tlsContext(http::TlsRole::Server, server, pki.trust);
    ScriptedPeer peer{tls.get(), [&](http::Connection& connection, std::size_t) {
                          readRequest(connection);
                          connection.write(
                              "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
                              within(1000));
                      }};
    http::Client client{clientSettings(pki)};
    REQUIRE(client.post(makePost(peer.url())));
    REQUIRE(client.post(makePost(peer.url())));
    CHECK(client.statistics().resumedHandshakes == 1);
    const auto other = client.post(makePost("https://localhost:" + std::to_string(peer.port()) + "/"));
    REQUIRE_FALSE(other);
    CHECK(other.error().rule == "host-name");
}
