#include "tests/ncp/http/http_world.hpp"

#include <Poco/DeflatingStream.h>
#include <catch2/catch.hpp>
#include <future>
#include <sstream>

using namespace ncp;
using namespace ncp::test;
using Catch::Matchers::Contains;
using std::chrono::steady_clock;

namespace {

constexpr const char* kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

void answer(http::Connection& connection, std::string_view bytes) {
    readRequest(connection);
    connection.write(bytes, within(5000));
}

/// A TLS peer that reads one request and answers these bytes.
struct AnsweringPeer {
    explicit AnsweringPeer(std::string bytes)
        : tls(tlsContext(http::TlsRole::Server, pki.server(), pki.trust)),
          peer(tls.get(), [bytes](http::Connection& connection, std::size_t) { answer(connection, bytes); }) {
    }

    Result<http::Answer> ask(std::size_t limit = 1000) {
        auto settings = clientSettings(pki);
        settings.answerLimit = limit;
        return http::Client{std::move(settings)}.post(makePost(peer.url()));
    }

    HttpPki pki;
    std::unique_ptr<http::TlsContext> tls;
    ScriptedPeer peer;
};

void checkFails(const Result<http::Answer>& answer, ErrorCode code, const std::string& detail) {
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == code);
    CHECK_THAT(answer.error().detail, Contains(detail));
}

} // namespace

TEST_CASE("a connection is used again, and after its end the session is", "[http]") {
    HttpPki pki;
    ServerUnderTest server{pki, echo};
    http::Client client{clientSettings(pki)};
    for (int i = 0; i < 5; ++i) {
        REQUIRE(client.post(makePost(server.url())));
    }
    CHECK(client.statistics().fullHandshakes == 1);
    CHECK(client.statistics().reusedConnections == 4);
    auto once = makePost(server.url());
    once.idempotent = false;
    REQUIRE(client.post(once));
    CHECK(client.statistics().fullHandshakes == 1);
    CHECK(client.statistics().resumedHandshakes == 1);
    CHECK(client.statistics().reusedConnections == 4);
}

TEST_CASE("a resumed session still carries both certificates", "[http]") {
    HttpPki pki;
    ServerUnderTest server{pki, [](const http::Request& request) {
                               return http::Response{
                                   200, "text/plain", request.clientCertificate->commonName(), {}};
                           }};
    http::Client client{clientSettings(pki)};
    for (int i = 0; i < 3; ++i) {
        auto post = makePost(server.url());
        post.idempotent = false;
        const auto got = client.post(post);
        REQUIRE(got);
        CHECK(got->body == "Test client NO");
        REQUIRE(got->serverCertificate);
        CHECK(got->serverCertificate->commonName() == "Test server PT");
    }
    CHECK(client.statistics().resumedHandshakes == 2);
}

TEST_CASE("many threads share one client", "[http]") {
    HttpPki pki;
    ServerUnderTest server{pki, echo};
    http::Client client{clientSettings(pki)};
    std::vector<std::future<int>> threads;
    for (int t = 0; t < 8; ++t) {
        threads.push_back(std::async(std::launch::async, [&, t] {
            int good = 0;
            for (int i = 0; i < 20; ++i) {
                const auto body = "body " + std::to_string(t * 100 + i);
                const auto got = client.post(makePost(server.url(), body));
                good += got && got->body == body ? 1 : 0;
            }
            return good;
        }));
    }
    for (auto& thread : threads) {
        CHECK(thread.get() == 20);
    }
    CHECK(client.statistics().reusedConnections > 100);
}

TEST_CASE("a pooled connection that the peer closed meanwhile is replaced", "[http]") {
    HttpPki pki;
    const auto tls = tlsContext(http::TlsRole::Server, pki.server(), pki.trust);
    ScriptedPeer peer{tls.get(), [](http::Connection& connection, std::size_t) { answer(connection, kOk); }};
    http::Client client{clientSettings(pki)};
    REQUIRE(client.post(makePost(peer.url())));
    while (peer.ended() == 0) {
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    CHECK(client.post(makePost(peer.url())));
    CHECK(peer.connections() == 2);
}

TEST_CASE("an idempotent request is sent once more when its pooled connection ends without an answer",
          "[http]") {
    HttpPki pki;
    const auto tls = tlsContext(http::TlsRole::Server, pki.server(), pki.trust);
    std::atomic<int> requests = 0;
    ScriptedPeer peer{tls.get(), [&](http::Connection& connection, std::size_t) {
                          answer(connection, kOk);
                          requests += readRequest(connection).empty() ? 1 : 2;
                      }};
    http::Client client{clientSettings(pki)};
    REQUIRE(client.post(makePost(peer.url())));
    CHECK(client.post(makePost(peer.url())));
    CHECK(peer.connections() == 2);
    CHECK(requests >= 2);
}

TEST_CASE("a request is never sent twice once an answer has begun", "[http][hostile]") {
    HttpPki pki;
    const auto tls = tlsContext(http::TlsRole::Server, pki.server(), pki.trust);
    ScriptedPeer peer{tls.get(), [&](http::Connection& connection, std::size_t) {
                          answer(connection, kOk);
                          answer(connection, "HTTP/1.1 2");
                      }};
    http::Client client{clientSettings(pki)};
    REQUIRE(client.post(makePost(peer.url())));
    checkFails(client.post(makePost(peer.url())), ErrorCode::PeerAnswerInvalid, "truncated");
    CHECK(peer.connections() == 1);
}

TEST_CASE("a request on a new connection that ends without an answer fails, once", "[http][hostile]") {
    HttpPki pki;
    const auto tls = tlsContext(http::TlsRole::Server, pki.server(), pki.trust);
    ScriptedPeer peer{tls.get(), [](http::Connection& connection, std::size_t) { readRequest(connection); }};
    http::Client client{clientSettings(pki)};
    checkFails(client.post(makePost(peer.url())), ErrorCode::ConnectionNotPossible,
               "closed without an answer");
    CHECK(peer.connections() == 1);
}

TEST_CASE("answers are read chunked, compressed, after interim ones and up to the close", "[http]") {
    std::ostringstream zipped;
    Poco::DeflatingOutputStream deflater{zipped, Poco::DeflatingStreamBuf::STREAM_GZIP};
    deflater << "compressed";
    deflater.close();
    const auto gzip = zipped.str();
    const auto [bytes, body] = GENERATE_COPY(table<std::string, std::string>({
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "abcde"},
        {"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + std::to_string(gzip.size()) +
             "\r\n\r\n" + gzip,
         "compressed"},
        {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", "x"},
        {"HTTP/1.1 204 No Content\r\n\r\n", ""},
    }));
    AnsweringPeer peer{bytes};
    const auto got = peer.ask();
    REQUIRE(got);
    CHECK(got->body == body);
}

TEST_CASE("answers that are none, too long, cut or oddly encoded are invalid", "[http][hostile]") {
    const auto [bytes, detail] = GENERATE(table<std::string, std::string>({
        {"SSH-2.0-OpenSSH_9.2\r\n", "not an HTTP answer"},
        {"HTTP/1.1 abc\r\n\r\n", "not an HTTP answer"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n", "over the limit"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n", "over the limit"},
        {"HTTP/1.1 200 OK\r\n\r\n" + std::string(2000, 'x'), "over the limit"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", "truncated"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "truncated"},
        {"HTTP/1.1 200 OK\r\n\r\nno end that TLS confirms", "truncated"},
        {"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx", "encoding"},
        {"HTTP/1.1 200 OK\r\nX: " + std::string(70'000, 'x'), "too long"},
    }));
    CAPTURE(bytes.substr(0, 60));
    AnsweringPeer peer{bytes};
    checkFails(peer.ask(), ErrorCode::PeerAnswerInvalid, detail);
}

TEST_CASE("a peer that is not there is told from one that speaks no TLS", "[http][hostile]") {
    HttpPki pki;
    http::Client client{clientSettings(pki)};
    std::uint16_t free = 0;
    {
        const ServerUnderTest plain{echo};
        free = plain.port();
        checkFails(client.post(makePost(plain.url())), ErrorCode::ConnectionNotPossible,
                   "does not speak TLS");
    }
    checkFails(client.post(makePost("https://127.0.0.1:" + std::to_string(free) + "/")),
               ErrorCode::ConnectionNotPossible, "connection refused");
    checkFails(client.post(makePost("https://node.invalid/")), ErrorCode::ConnectionNotPossible,
               "name not known");
}

TEST_CASE("only https is called, and nothing is smuggled into the head", "[http][hostile]") {
    HttpPki pki;
    http::Client client{clientSettings(pki)};
    for (const auto* const url : {"http://127.0.0.1/", "ftp://127.0.0.1/", "https://", "nonsense", "",
                                  "https://user:secret@127.0.0.1/", "https://a b/"}) {
        CAPTURE(url);
        checkFails(client.post(makePost(url)), ErrorCode::InputRefused, "URL");
    }
    auto post = makePost("https://127.0.0.1/");
    post.headers = {{"SOAPAction", "a\r\nX-Injected: b"}};
    checkFails(client.post(post), ErrorCode::InputRefused, "control characters");
}

TEST_CASE("no peer stretches the deadline", "[http][hostile]") {
    HttpPki pki;
    const auto tls = tlsContext(http::TlsRole::Server, pki.server(), pki.trust);
    const auto drip = [](http::Connection& connection, std::string_view start) {
        connection.write(start, within(1000));
        while (connection.write("x", within(1000)) == http::IoStatus::Done) {
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        }
    };
    const http::TlsContext* layer = tls.get();
    ScriptedPeer::Script script;
    std::string body = "question";
    SECTION("silence instead of a handshake") {
        layer = nullptr;
        script = [](http::Connection& connection, std::size_t) {
            while (connection.fill(within(5000)) == http::IoStatus::Done) {
            }
        };
    }
    SECTION("the request is not taken") {
        body.assign(100'000'000, 'x');
        script = [](http::Connection&, std::size_t) {
            std::this_thread::sleep_for(std::chrono::milliseconds{600});
        };
    }
    SECTION("silence instead of an answer") {
        script = [](http::Connection& connection, std::size_t) {
            while (connection.fill(within(5000)) == http::IoStatus::Done) {
            }
        };
    }
    SECTION("a head that comes byte by byte") {
        script = [&](http::Connection& connection, std::size_t) {
            drip(connection, "HTTP/1.1 200 OK\r\nX: ");
        };
    }
    SECTION("a body that comes byte by byte") {
        script = [&](http::Connection& connection, std::size_t) {
            drip(connection, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n");
        };
    }
    ScriptedPeer peer{layer, script};
    http::Client client{clientSettings(pki)};
    const auto post = makePost(peer.url(), body, 300);
    const auto got = client.post(post);
    REQUIRE_FALSE(got);
    CHECK(got.error().code == ErrorCode::DeadlineExceeded);
    CHECK(steady_clock::now() >= post.deadline);
}

TEST_CASE("a connection attempt has a limit of its own", "[http][hostile]") {
    HttpPki pki;
    ScriptedPeer silent{nullptr, [](http::Connection& connection, std::size_t) {
                            while (connection.fill(within(5000)) == http::IoStatus::Done) {
                            }
                        }};
    auto settings = clientSettings(pki);
    settings.connectTimeout = std::chrono::seconds{1};
    http::Client client{std::move(settings)};
    checkFails(client.post(makePost(silent.url(), "question", 60'000)), ErrorCode::ConnectionNotPossible,
               "in time");
}

TEST_CASE("without time left nothing is sent", "[http]") {
    HttpPki pki;
    ServerUnderTest server{pki, echo};
    http::Client client{clientSettings(pki)};
    checkFails(client.post(makePost(server.url(), "question", -1)), ErrorCode::DeadlineExceeded,
               "no time left");
    CHECK(server->openConnections() == 0);
}

TEST_CASE("a refusal that comes while the request is still sent is what the caller gets", "[http]") {
    HttpPki pki;
    ServerUnderTest server{pki, echo, [](auto& settings) { settings.bodyLimit = 1000; }};
    http::Client client{clientSettings(pki)};
    const auto got = client.post(makePost(server.url(), std::string(2'000'000, 'x')));
    REQUIRE(got);
    CHECK(got->status == 413);
    CHECK(client.post(makePost(server.url(), "small")));
}
