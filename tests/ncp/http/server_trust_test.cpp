#include "tests/ncp/http/http_world.hpp"

#include <array>
#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::test;
using Catch::Matchers::StartsWith;
using std::chrono::hours;
using std::chrono::seconds;

namespace {

constexpr const char* kGet = "GET / HTTP/1.1\r\nHost: node\r\n\r\n";

Result<http::Answer> postAs(HttpPki& pki, const certs::Credential& credential,
                            const ServerUnderTest& server) {
    auto settings = clientSettings(pki);
    settings.credential = credential;
    return http::Client{std::move(settings)}.post(makePost(server.url()));
}

void checkRefused(const Result<http::Answer>& answer) {
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == ErrorCode::ConnectionNotPossible);
    CHECK_THAT(answer.error().detail, StartsWith("the peer refused our certificate"));
}

} // namespace

TEST_CASE("a client of an unknown authority is refused, and its certificate reported", "[http][hostile]") {
    HttpPki pki;
    const HttpPki stranger;
    ServerUnderTest server{pki, echo};
    const auto credential = stranger.clientValid(around(SystemClock{}.now()));
    checkRefused(postAs(pki, credential, server));
    REQUIRE(server.refused("client-certificate-untrusted"));
    const auto refusal = server.refusals().front();
    CHECK(refusal.clientAddress == "127.0.0.1");
    REQUIRE(refusal.certificate);
    CHECK(*refusal.certificate == credential.certificate());
    CHECK_FALSE(refusal.verified);
    CHECK(postAs(pki, pki.client(), server));
}

TEST_CASE("what a trusted client is refused for is reported as that client's", "[http]") {
    HttpPki pki;
    ServerUnderTest server{pki, echo};
    const auto tls = tlsContext(http::TlsRole::Client, pki.client(), pki.trust);
    RawClient client{server.port(), *tls};
    client.send("BREW / HTTP/1.1\r\nHost: node\r\n\r\n");
    REQUIRE(server.refused("method"));
    const auto refusal = server.refusals().front();
    REQUIRE(refusal.certificate);
    CHECK(refusal.verified);
}

TEST_CASE("a client certificate outside its time is refused", "[http][hostile]") {
    HttpPki pki;
    ServerUnderTest server{pki, echo};
    const auto now = SystemClock{}.now();
    SECTION("expired") {
        checkRefused(postAs(pki, pki.clientValid({now - hours{48}, now - hours{1}}), server));
        CHECK(server.refused("expired"));
    }
    SECTION("not yet valid") {
        checkRefused(postAs(pki, pki.clientValid({now + hours{1}, now + hours{48}}), server));
        CHECK(server.refused("not-yet-valid"));
    }
}

TEST_CASE("a server's certificate does not open the door for a client", "[http][hostile]") {
    HttpPki pki;
    ServerUnderTest server{pki, echo};
    checkRefused(postAs(pki, pki.server(), server));
    CHECK(server.refused("key-usage"));
}

TEST_CASE("a revoked client certificate is refused", "[http][hostile]") {
    HttpPki pki;
    const auto revoked = pki.clientValid(around(SystemClock{}.now()));
    const TemporaryDirectory directory;
    auto files = pki.pki.trustFiles(directory);
    const std::array list{revoked.certificate()};
    files.revocationLists.push_back(
        directory.write("tls.crl", pki.pki.tlsAuthority().revocationList(list, around(SystemClock{}.now()))));
    const auto trust = std::make_shared<const certs::TrustStore>(certs::TrustStore::load(files).value());
    ServerUnderTest server{pki, echo, [&](auto& settings) { settings.tls->trust = trust; }};
    checkRefused(postAs(pki, revoked, server));
    CHECK(server.refused("revoked"));
    CHECK(postAs(pki, pki.client(), server));
}

TEST_CASE("a certificate that expires ends kept-alive connections and resumed sessions too",
          "[http][hostile]") {
    HttpPki pki;
    ServerUnderTest server{pki, echo};
    const auto now = SystemClock{}.now();
    const auto end = std::chrono::floor<seconds>(now) + seconds{4};
    const auto credential = pki.clientValid({now - hours{1}, end});
    const auto tls = tlsContext(http::TlsRole::Client, credential, pki.trust);
    RawClient kept{server.port(), *tls};
    kept.send(kGet);
    REQUIRE_THAT(kept.readUntil("\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
    REQUIRE(eventually([&] { return SystemClock{}.now() > end + seconds{1}; }));
    kept.send(kGet);
    CHECK(kept.readToEnd().empty());
    CHECK(server.refused("expired"));
    CHECK(server.refusals().size() == 1);
    RawClient resumed{server.port()};
    const auto secured = resumed.connection().secure(*tls, {"127.0.0.1", "raw"}, within(5000));
    resumed.send(kGet);
    CHECK(resumed.readToEnd().empty());
    CHECK(eventually([&] { return server.refusals().size() == 2; }));
}

TEST_CASE("a renewed trust list counts for new connections and for open ones", "[http]") {
    HttpPki pki;
    HttpPki other;
    ServerUnderTest server{pki, echo};
    const auto tls = tlsContext(http::TlsRole::Client, pki.client(), pki.trust);
    RawClient open{server.port(), *tls};
    open.send(kGet);
    REQUIRE_THAT(open.readUntil("\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
    REQUIRE(server->renewTls({pki.server(), other.trust}));
    open.send(kGet);
    CHECK(open.readToEnd().empty());
    CHECK(server.refused("client-certificate-untrusted"));
    checkRefused(postAs(pki, pki.client(), server));
    CHECK(postAs(pki, other.client(), server));
}

TEST_CASE("what cannot be used for TLS does not replace what is in use", "[http]") {
    HttpPki pki;
    ServerUnderTest server{pki, echo};
    const auto unusable = server->renewTls({{pki.client().key, pki.server().chain}, pki.trust});
    REQUIRE_FALSE(unusable);
    CHECK(unusable.error().code == ErrorCode::ConfigurationInvalid);
    CHECK_FALSE(server->renewTls({pki.server(), nullptr}));
    CHECK(postAs(pki, pki.client(), server));
    ServerUnderTest plain{echo};
    CHECK_FALSE(plain->renewTls({pki.server(), pki.trust}));
}

TEST_CASE("plain HTTP and rubbish on the TLS port are refused, and the server lives", "[http][hostile]") {
    HttpPki pki;
    ServerUnderTest server{pki, echo, [](auto& settings) { settings.headerTimeout = seconds{2}; }};
    SECTION("plain HTTP") {
        RawClient client{server.port()};
        client.send(kGet);
        client.readToEnd();
        CHECK(server.refused("tls"));
    }
    SECTION("rubbish") {
        RawClient client{server.port()};
        client.send(std::string(2000, '\xEE'));
        client.readToEnd();
        CHECK(server.refused("tls"));
    }
    SECTION("half a greeting, then silence") {
        RawClient client{server.port()};
        client.send(std::string_view{"\x16\x03\x01\x02", 4});
        client.readToEnd();
        CHECK(server.refused("handshake-timeout"));
    }
    CHECK(postAs(pki, pki.client(), server));
}
