#include "certs/revocation_cache.hpp"
#include "tests/certs/ocsp_workshop.hpp"
#include "tests/ncp/http/http_world.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using namespace ncp::test;
using std::chrono::hours;

namespace {

/// Answers with the fingerprint of the client's certificate.
http::Response nameClient(const http::Request& request) {
    return {200, "text/plain", request.clientCertificate->fingerprint(), {}};
}

std::string ruleOf(const Result<http::Answer>& answer) {
    if (!answer) {
        CHECK(answer.error().code == ErrorCode::PeerUntrusted);
    }
    return answer ? "" : answer.error().rule;
}

/// A server whose certificate states a responder that nobody can reach, and a client that has to know.
struct StaplingWorld {
    StaplingWorld() {
        certs::CertificateSubject subject{"PT", "Test server", {"127.0.0.1"}};
        subject.responders = {"http://responder.example/"};
        server = pki.pki.tlsAuthority().issueWithNewKey(subject, certs::CertificateUse::TlsServer,
                                                        around(now), certs::KeyKind::EcP256);
        certs::RevocationCache::Settings settings;
        settings.period = std::chrono::milliseconds{0};
        const auto cache = std::make_shared<certs::RevocationCache>(
            settings,
            [](const certs::PlainRequest&) -> Result<std::string> {
                return fail(ErrorCode::ConnectionNotPossible, "connection refused");
            },
            clock, log);
        const TemporaryDirectory directory;
        trust = std::make_shared<const certs::TrustStore>(
            certs::TrustStore::load(pki.pki.trustFiles(directory), {}, cache).value());
    }

    std::string statement(Statement::Status status, const certs::Credential& signer) const {
        return ocspResponse({server->certificate(), pki.pki.tlsAuthority().certificate(), signer,
                             now - hours{1}, now + hours{1}, status});
    }

    Result<http::Answer> ask(std::optional<std::string> staple) {
        ServerUnderTest peer{pki, nameClient, [&](http::ServerSettings& settings) {
                                 settings.tls =
                                     http::ServerTls{*server, pki.trust, [staple] { return staple; }};
                             }};
        auto settings = clientSettings(pki);
        settings.trust = trust;
        return http::Client{std::move(settings)}.post(makePost(peer.url()));
    }

    HttpPki pki;
    SystemClock clock;
    Instant now = clock.now();
    Logger log{clock, LogLevel::Error, [](std::string_view) {}};
    std::optional<certs::Credential> server;
    std::shared_ptr<const certs::TrustStore> trust;
};

} // namespace

TEST_CASE("a server of another country than the peer's gets nothing", "[http][hostile]") {
    HttpPki pki;
    std::atomic<int> reached = 0;
    ServerUnderTest server{pki, [&](const http::Request& request) {
                               ++reached;
                               return nameClient(request);
                           }};
    http::Client client{clientSettings(pki)};
    auto post = makePost(server.url());
    post.expectedCountry = CountryCode::parse("SE").value();
    CHECK(ruleOf(client.post(post)) == "expected-country");
    CHECK(reached == 0);
    post.expectedCountry = CountryCode::parse("PT").value();
    post.idempotent = true;
    CHECK(client.post(post));
    post.expectedCountry = CountryCode::parse("SE").value(); // over the connection that waits, too
    CHECK(ruleOf(client.post(post)) == "expected-country");
    CHECK(reached == 1);
}

TEST_CASE("a server that shows another certificate than the published one gets nothing", "[http][hostile]") {
    HttpPki pki;
    std::atomic<int> reached = 0;
    ServerUnderTest server{pki, [&](const http::Request& request) {
                               ++reached;
                               return nameClient(request);
                           }};
    http::Client client{clientSettings(pki)};
    const auto shown = pki.server().certificate();
    const auto other = pki.serverValid(around(SystemClock{}.now()), {"127.0.0.1"}).certificate();
    auto post = makePost(server.url());
    post.expectedCertificates = {other};
    const auto refused = client.deliver(post);
    CHECK(ruleOf(refused.answer) == "expected-certificate");
    CHECK_FALSE(refused.sent);
    CHECK(reached == 0);
    post.expectedCertificates = {other, shown};
    CHECK(client.post(post));
    post.expectedCertificates = {pki.pki.tlsAuthority().certificate()};
    CHECK(client.post(post));
    post.expectedCertificates = {pki.pki.signatureAuthority().certificate()};
    CHECK(ruleOf(client.post(post)) == "expected-certificate");
}

TEST_CASE("a client takes a new certificate and trust list while it works", "[http]") {
    HttpPki pki;
    const HttpPki stranger;
    ServerUnderTest server{pki, nameClient};
    http::Client client{clientSettings(pki)};
    auto post = makePost(server.url());
    post.idempotent = true;
    CHECK(client.post(post)->body == pki.client().certificate().fingerprint());
    const auto renewed = pki.clientValid(around(SystemClock{}.now()));
    REQUIRE(client.renewTls(renewed, pki.trust));
    CHECK(client.post(post)->body == renewed.certificate().fingerprint());
    REQUIRE(client.renewTls(renewed, stranger.trust));
    CHECK(ruleOf(client.post(post)) == "chain");
    CHECK_FALSE(client.renewTls({pki.client().key, renewed.chain}, pki.trust));
    CHECK(ruleOf(client.post(post)) == "chain"); // what could not be taken changes nothing
}

TEST_CASE("what a server staples decides where nobody else can be asked", "[http][hostile]") {
    StaplingWorld world;
    const auto& authority = world.pki.pki.tlsAuthority().credential();
    CHECK(ruleOf(world.ask(std::nullopt)) == "revocation-unknown");
    CHECK(ruleOf(world.ask("rubbish")) == "revocation-unknown");
    const auto forged =
        world.statement(Statement::Status::Good, world.pki.pki.signatureAuthority().credential());
    CHECK(ruleOf(world.ask(forged)) == "revocation-unknown");
    CHECK(ruleOf(world.ask(world.statement(Statement::Status::Good, authority))).empty());
}

TEST_CASE("a server that staples its own revocation is refused", "[http][hostile]") {
    StaplingWorld world;
    const auto& authority = world.pki.pki.tlsAuthority().credential();
    CHECK(ruleOf(world.ask(world.statement(Statement::Status::Revoked, authority))) == "revoked");
}
