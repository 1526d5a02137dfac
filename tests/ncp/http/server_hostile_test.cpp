#include "tests/ncp/http/http_world.hpp"

#include <Poco/DeflatingStream.h>
#include <catch2/catch.hpp>
#include <latch>
#include <sstream>

using namespace ncp;
using namespace ncp::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

constexpr const char* kGet = "GET / HTTP/1.1\r\nHost: node\r\n\r\n";

void shortTimeouts(http::ServerSettings& settings) {
    settings.headerTimeout = std::chrono::seconds{1};
    settings.bodyTimeout = std::chrono::seconds{1};
    settings.idleTimeout = std::chrono::seconds{1};
    settings.bodyLimit = 100'000;
}

/// Sends a byte now and then until the server has had enough; true when it had.
bool drip(RawClient& client, char byte) {
    return eventually([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
        return client.send(std::string_view{&byte, 1}) != http::IoStatus::Done ||
               !client.connection().idleAndOpen();
    });
}

void checkServed(ServerUnderTest& server) {
    RawClient next{server.port()};
    next.send(kGet);
    CHECK_THAT(next.readUntil("\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
}

} // namespace

TEST_CASE("a body over the limit is refused before or while it is read", "[http][hostile]") {
    std::string request = "POST / HTTP/1.1\r\nHost: n\r\n";
    SECTION("announced") {
        request += "Content-Length: 100001\r\n\r\n";
    }
    SECTION("announced in one chunk") {
        request += "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n";
    }
    SECTION("counted over many chunks") {
        request += "Transfer-Encoding: chunked\r\n\r\n";
        for (int i = 0; i < 12; ++i) {
            request += "2710\r\n" + std::string(10'000, 'x') + "\r\n";
        }
    }
    SECTION("inflated") {
        std::ostringstream out;
        Poco::DeflatingOutputStream deflater{out, Poco::DeflatingStreamBuf::STREAM_GZIP};
        deflater << std::string(20'000'000, 'a');
        deflater.close();
        request += "Content-Encoding: gzip\r\nContent-Length: " + std::to_string(out.str().size()) +
                   "\r\n\r\n" + out.str();
    }
    ServerUnderTest server{echo, shortTimeouts};
    RawClient client{server.port()};
    client.send(request);
    CHECK_THAT(client.readToEnd(), StartsWith("HTTP/1.1 413 "));
    CHECK(server.refused("body-limit"));
    checkServed(server);
}

TEST_CASE("a body of exactly the limit is served", "[http]") {
    ServerUnderTest server{echo, shortTimeouts};
    RawClient client{server.port()};
    client.send("POST / HTTP/1.1\r\nHost: n\r\nContent-Length: 100000\r\n\r\n" + std::string(100'000, 'x'));
    CHECK_THAT(client.readUntil("\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
}

TEST_CASE("a peer that ends before its body does gets 400", "[http][hostile]") {
    ServerUnderTest server{echo, shortTimeouts};
    RawClient client{server.port()};
    client.send("POST / HTTP/1.1\r\nHost: n\r\nContent-Length: 100\r\n\r\nonly this");
    client.finishSending();
    CHECK_THAT(client.readToEnd(), StartsWith("HTTP/1.1 400 "));
    CHECK(server.refused("truncated"));
    checkServed(server);
}

TEST_CASE("a head that never ends is cut off in time, however it is sent", "[http][hostile]") {
    ServerUnderTest server{echo, shortTimeouts};
    RawClient client{server.port()};
    client.send("GET / HTTP/1.1\r\nHost: node\r\nX-Slow: ");
    CHECK(drip(client, 'a'));
    CHECK(server.refused("header-timeout"));
    checkServed(server);
}

TEST_CASE("a body that never ends is cut off in time, however it is sent", "[http][hostile]") {
    ServerUnderTest server{echo, shortTimeouts};
    RawClient client{server.port()};
    client.send("POST / HTTP/1.1\r\nHost: node\r\nContent-Length: 5000\r\n\r\n");
    CHECK(drip(client, 'a'));
    CHECK(server.refused("body-timeout"));
    checkServed(server);
}

TEST_CASE("a peer that does not read its answer does not hold the server", "[http][hostile]") {
    ServerUnderTest server{[](const http::Request&) {
                               return http::Response{200, "text/plain", std::string(50'000'000, 'x'), {}};
                           },
                           shortTimeouts};
    RawClient client{server.port()};
    client.send(kGet);
    CHECK(eventually([&] { return server->openConnections() == 1; }));
    CHECK(eventually([&] { return server->openConnections() == 0; }));
}

TEST_CASE("two hundred idle connections do not keep others from being served", "[http][hostile]") {
    HttpPki pki;
    ServerUnderTest server{pki, echo,
                           [](auto& settings) { settings.idleTimeout = std::chrono::seconds{60}; }};
    const auto tls = tlsContext(http::TlsRole::Client, pki.client(), pki.trust);
    std::vector<std::unique_ptr<RawClient>> idle;
    for (int i = 0; i < 100; ++i) {
        idle.push_back(std::make_unique<RawClient>(server.port(), *tls));
        idle.push_back(std::make_unique<RawClient>(server.port())); // not even a handshake
    }
    http::Client client{clientSettings(pki)};
    for (int i = 0; i < 20; ++i) {
        REQUIRE(client.post(makePost(server.url())));
    }
    CHECK(server->openConnections() >= 200);
    idle.clear();
    CHECK(eventually([&] { return server->openConnections() <= 1; }));
}

TEST_CASE("an idle connection is closed after its time, with and without a request before", "[http]") {
    HttpPki pki;
    ServerUnderTest server{pki, echo, shortTimeouts};
    const auto tls = tlsContext(http::TlsRole::Client, pki.client(), pki.trust);
    RawClient fresh{server.port(), *tls};
    RawClient used{server.port(), *tls};
    used.send(kGet);
    REQUIRE_THAT(used.readUntil("\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
    CHECK(fresh.readToEnd().empty());
    CHECK(used.readToEnd().empty());
    CHECK(server.refusals().empty());
}

TEST_CASE("connections beyond the limit are closed at once, the others go on", "[http][hostile]") {
    ServerUnderTest server{echo, [](auto& settings) { settings.connectionLimit = 3; }};
    std::vector<std::unique_ptr<RawClient>> within;
    for (int i = 0; i < 3; ++i) {
        within.push_back(std::make_unique<RawClient>(server.port()));
    }
    REQUIRE(eventually([&] { return server->openConnections() == 3; }));
    RawClient beyond{server.port()};
    CHECK(beyond.readToEnd().empty());
    CHECK(server.refused("connection-limit"));
    within.front()->send(kGet);
    CHECK_THAT(within.front()->readUntil("\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
    within.pop_back();
    REQUIRE(eventually([&] { return server->openConnections() == 2; }));
    checkServed(server);
}

TEST_CASE("requests beyond the limit are answered 503 at once and may come again", "[http][hostile]") {
    std::latch inside{1};
    std::latch release{1};
    ServerUnderTest server{[&](const http::Request& request) {
                               if (request.path == "/slow") {
                                   inside.count_down();
                                   release.wait();
                               }
                               return http::Response{200, "text/plain", "done", {}};
                           },
                           [](auto& settings) { settings.concurrencyLimit = 1; }};
    RawClient slow{server.port()};
    slow.send("GET /slow HTTP/1.1\r\nHost: n\r\n\r\n");
    inside.wait();
    CHECK(server->runningRequests() == 1);
    RawClient next{server.port()};
    next.send(kGet);
    CHECK_THAT(next.readUntil("\n\r\nService"),
               StartsWith("HTTP/1.1 503 ") && Contains("Retry-After: 1\r\n"));
    CHECK(server.refused("overload"));
    release.count_down();
    CHECK_THAT(slow.readUntil("done"), StartsWith("HTTP/1.1 200 "));
    next.send(kGet);
    CHECK_THAT(next.readUntil("done"), Contains("HTTP/1.1 200 "));
}

TEST_CASE("what is no proper request gets its status and the end of the connection", "[http][hostile]") {
    ServerUnderTest server{echo, shortTimeouts};
    const auto [request, status, rule] = GENERATE(table<std::string, std::string, std::string>({
        {"\x16\x03\x01\x02\x01", "400", "malformed-http"},
        {std::string("\0\0\0\0", 4), "400", "malformed-http"},
        {"HELLO\r\n\r\n", "400", "malformed-http"},
        {"GET / HTTP/1.1\r\n\r\n", "400", "malformed-http"},
        {"GET /%00 HTTP/1.1\r\nHost: n\r\n\r\n", "400", "malformed-http"},
        {"POST / HTTP/1.1\r\nHost: n\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         "400", "malformed-http"},
        {"POST / HTTP/1.1\r\nHost: n\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "400",
         "malformed-http"},
        {"POST / HTTP/1.1\r\nHost: n\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400", "malformed-http"},
        {"POST / HTTP/1.1\r\nHost: n\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n", "400",
         "malformed-http"},
        {"POST / HTTP/1.1\r\nHost: n\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx", "415",
         "content-encoding"},
        {"POST / HTTP/1.1\r\nHost: n\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx", "400",
         "malformed-http"},
        {"DELETE / HTTP/1.1\r\nHost: n\r\n\r\n", "405", "method"},
        {"TRACE / HTTP/1.1\r\nHost: n\r\n\r\n", "405", "method"},
        {"GET / HTTP/3.0\r\nHost: n\r\n\r\n", "505", "malformed-http"},
        {"GET / HTTP/1.1\r\nHost: n\r\nX: " + std::string(70'000, 'a') + "\r\n\r\n", "431", "header-limit"},
    }));
    CAPTURE(request.substr(0, 100));
    RawClient client{server.port()};
    client.send(request);
    CHECK_THAT(client.readToEnd(),
               StartsWith("HTTP/1.1 " + status + " ") && Contains("Connection: close\r\n"));
    CHECK(server.refused(rule));
    CHECK(server->runningRequests() == 0);
    checkServed(server);
}

TEST_CASE("a peer that connects and says nothing is let go without a refusal", "[http]") {
    ServerUnderTest server{echo, shortTimeouts};
    RawClient silent{server.port()};
    CHECK(silent.readToEnd().empty());
    CHECK(server.refusals().empty());
}
