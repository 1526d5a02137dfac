#include "tests/ncp/http/http_world.hpp"

#include <catch2/catch.hpp>
#include <future>
#include <latch>

using namespace ncp;
using namespace ncp::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

constexpr const char* kGet = "GET / HTTP/1.1\r\nHost: node\r\n\r\n";
/// Its answer ends with the connection, also where the server is not stopping yet.
constexpr const char* kGetOnce = "GET / HTTP/1.1\r\nHost: node\r\nConnection: close\r\n\r\n";
constexpr const char* kSlow = "GET /slow HTTP/1.1\r\nHost: node\r\n\r\n";

/// A handler that stays in /slow until it is released.
struct SlowHandler {
    std::latch inside{1};
    std::latch release{1};

    http::Handler handler() {
        return [this](const http::Request& request) {
            if (request.path == "/slow") {
                inside.count_down();
                release.wait();
            }
            return http::Response{200, "text/plain", "done", {}};
        };
    }
};

} // namespace

TEST_CASE("a stopping server finishes what runs, refuses what comes, and then is gone", "[http]") {
    SlowHandler slow;
    ServerUnderTest server{slow.handler()};
    RawClient running{server.port()};
    RawClient waiting{server.port()};
    running.send(kSlow);
    slow.inside.wait();
    auto stopped = std::async(std::launch::async, [&] { return server->stop(within(10'000)); });
    REQUIRE(eventually([&] {
        RawClient late{server.port()};
        late.send(kGetOnce);
        return late.readToEnd().find("HTTP/1.1 503 ") == 0;
    }));
    waiting.send(kGet);
    CHECK_THAT(waiting.readToEnd(), StartsWith("HTTP/1.1 503 ") && Contains("Connection: close"));
    CHECK(server.refused("shutting-down"));
    slow.release.count_down();
    CHECK(stopped.get());
    CHECK_THAT(running.readToEnd(),
               StartsWith("HTTP/1.1 200 ") && Contains("Connection: close") && Contains("done"));
    CHECK(eventually([&] { return server->openConnections() == 0; }));
    CHECK_THROWS(RawClient{server.port()});
}

TEST_CASE("a stop says when something did not finish in its time", "[http]") {
    SlowHandler slow;
    ServerUnderTest server{slow.handler()};
    RawClient running{server.port()};
    running.send(kSlow);
    slow.inside.wait();
    CHECK_FALSE(server->stop(within(50)));
    CHECK(running.readToEnd().empty());
    slow.release.count_down();
    CHECK(eventually([&] { return server->openConnections() == 0; }));
}

TEST_CASE("an idle server stops at once, twice if asked, and closes kept-alive connections", "[http]") {
    HttpPki pki;
    ServerUnderTest server{pki, echo};
    http::Client client{clientSettings(pki)};
    REQUIRE(client.post(makePost(server.url())));
    CHECK(server->stop(within(10'000)));
    CHECK(server->stop(within(10'000)));
    CHECK(eventually([&] { return server->openConnections() == 0; }));
    const auto gone = client.post(makePost(server.url()));
    REQUIRE_FALSE(gone);
    CHECK(gone.error().code == ErrorCode::ConnectionNotPossible);
}

TEST_CASE("a server that is destroyed waits for its handlers", "[http]") {
    SlowHandler slow;
    ServerUnderTest server{slow.handler()};
    const auto port = server.port();
    RawClient running{port};
    running.send(kSlow);
    slow.inside.wait();
    auto destroyed = std::async(std::launch::async, [&] { server.destroy(); });
    CHECK(running.readToEnd().empty());
    slow.release.count_down();
    destroyed.get();
    CHECK_THROWS(RawClient{port});
}
