#include "ncp/http/handshake_gate.hpp"
#include "tests/ncp/http/http_world.hpp"

#include <Poco/DeflatingStream.h>
#include <Poco/Net/StreamSocket.h>
#include <catch2/catch.hpp>
#include <sstream>

using namespace ncp;
using namespace ncp::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

constexpr const char* kGet = "GET / HTTP/1.1\r\nHost: node\r\n\r\n";
constexpr const char* kNeighbour = "127.0.0.2";

Poco::Net::StreamSocket connectFrom(const std::string& address, std::uint16_t port) {
    Poco::Net::StreamSocket socket;
    socket.impl()->bind(Poco::Net::SocketAddress{address, 0}, true);
    socket.connect(Poco::Net::SocketAddress{"127.0.0.1", port});
    socket.setReceiveTimeout(Poco::Timespan{20, 0});
    return socket;
}

std::string askFrom(const std::string& address, std::uint16_t port) {
    auto socket = connectFrom(address, port);
    const std::string request{kGet};
    socket.sendBytes(request.data(), static_cast<int>(request.size()));
    std::string answer(64, '\0');
    const int count = socket.receiveBytes(answer.data(), static_cast<int>(answer.size()));
    answer.resize(static_cast<std::size_t>(count > 0 ? count : 0));
    return answer;
}

std::string post(std::size_t length) {
    return "POST / HTTP/1.1\r\nHost: n\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
}

std::string answerTo(std::uint16_t port, const std::string& request) {
    RawClient client{port};
    client.send(request);
    return client.readUntil("\r\n\r\n");
}

std::string gzipped(const std::string& text) {
    std::ostringstream out;
    Poco::DeflatingOutputStream deflater{out, Poco::DeflatingStreamBuf::STREAM_GZIP};
    deflater << text;
    deflater.close();
    return out.str();
}

void smallBudget(http::ServerSettings& settings) {
    settings.bodyLimit = 100'000;
    settings.bodyTotalLimit = 150'000;
}

/// Every tolerance of the request, one a line.
http::Response nameTolerances(const http::Request& request) {
    std::string names;
    for (const auto& name : request.tolerated) {
        names += name + "\n";
    }
    return {200, "text/plain", names + "end\n", {}};
}

} // namespace

TEST_CASE("an address has no more connections than its share, and others go on", "[http][hostile]") {
    ServerUnderTest server{echo, [](auto& settings) { settings.addressLimit = 2; }};
    std::optional<RawClient> first{std::in_place, server.port()};
    RawClient second{server.port()};
    for (auto* client : {&*first, &second}) {
        client->send(kGet);
        CHECK_THAT(client->readUntil("\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
    }
    RawClient third{server.port()};
    CHECK(third.readToEnd().empty());
    CHECK(server.refused("address-limit"));
    CHECK_THAT(askFrom(kNeighbour, server.port()), StartsWith("HTTP/1.1 200 "));

    first.reset();
    CHECK(eventually([&] {
        RawClient next{server.port()};
        next.send(kGet);
        return next.readUntil("\r\n\r\n").starts_with("HTTP/1.1 200 ");
    }));
}

TEST_CASE("an address that begins handshakes and ends none keeps no other address out", "[http][hostile]") {
    HttpPki pki;
    ServerUnderTest server{pki, echo, [](auto& settings) { settings.handshakeLimit = 4; }};
    std::vector<Poco::Net::StreamSocket> mute;
    for (int i = 0; i < 8; ++i) {
        mute.push_back(connectFrom(kNeighbour, server.port()));
        mute.back().sendBytes("\x16", 1);
    }
    CHECK(eventually([&] { return server->openConnections() == 8; }));
    http::Client client{clientSettings(pki)};
    const auto answer = client.post(makePost(server.url()));
    REQUIRE(answer);
    CHECK(answer->status == 200);
    for (auto& socket : mute) {
        socket.close();
    }
}

TEST_CASE("handshakes are bounded in all and to a quarter for one address", "[http][hostile]") {
    http::HandshakeGate gate{8};
    CHECK(gate.enter("192.0.2.1", within(20'000)));
    CHECK(gate.enter("192.0.2.1", within(20'000)));
    CHECK_FALSE(gate.enter("192.0.2.1", within(0)));
    for (const auto* other : {"192.0.2.2", "192.0.2.3", "192.0.2.4"}) {
        CHECK(gate.enter(other, within(20'000)));
        CHECK(gate.enter(other, within(20'000)));
    }
    CHECK_FALSE(gate.enter("192.0.2.5", within(0)));
    gate.leave("192.0.2.2");
    CHECK(gate.enter("192.0.2.5", within(20'000)));
}

TEST_CASE("a place that is left lets a waiting handshake in", "[http]") {
    http::HandshakeGate gate{1};
    REQUIRE(gate.enter("192.0.2.1", within(20'000)));
    bool entered = false;
    std::thread waiting{[&] { entered = gate.enter("192.0.2.2", within(20'000)); }};
    gate.leave("192.0.2.1");
    waiting.join();
    CHECK(entered);
}

TEST_CASE("the bodies of all requests together are bounded; what does not fit is told to come again",
          "[http][hostile]") {
    ServerUnderTest server{echo, smallBudget};
    std::optional<RawClient> holder{std::in_place, server.port()};
    holder->send(post(100'000) + std::string(90'000, 'x'));

    const std::string body(90'000, 'x');
    std::string request = post(body.size()) + body;
    SECTION("announced") {}
    SECTION("in chunks") {
        request = "POST / HTTP/1.1\r\nHost: n\r\nTransfer-Encoding: chunked\r\n\r\n15f90\r\n" + body +
                  "\r\n0\r\n\r\n";
    }
    SECTION("inflated") {
        const auto compressed = gzipped(body);
        request = "POST / HTTP/1.1\r\nHost: n\r\nContent-Encoding: gzip\r\nContent-Length: " +
                  std::to_string(compressed.size()) + "\r\n\r\n" + compressed;
    }
    std::string refusal;
    CHECK(eventually([&] {
        refusal = answerTo(server.port(), request);
        return refusal.starts_with("HTTP/1.1 503 ");
    }));
    CHECK_THAT(refusal, Contains("Retry-After: "));
    CHECK(server.refused("body-total-limit"));
    CHECK_THAT(answerTo(server.port(), post(body.size())), StartsWith("HTTP/1.1 503 ")); // before it is read

    holder->send(std::string(10'000, 'x'));
    CHECK_THAT(holder->readUntil("\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
    CHECK(eventually([&] { return answerTo(server.port(), request).starts_with("HTTP/1.1 200 "); }));
}

TEST_CASE("what a peer took of the budget comes back when it goes away in the middle", "[http][hostile]") {
    const std::string request = post(90'000) + std::string(90'000, 'x');
    ServerUnderTest server{echo, smallBudget};
    CHECK(eventually([&] { // the request may be faster, and take what the holder was to take
        RawClient holder{server.port()};
        holder.send(post(100'000) + std::string(90'000, 'x'));
        return answerTo(server.port(), request).starts_with("HTTP/1.1 503 ");
    }));
    CHECK(eventually([&] { return answerTo(server.port(), request).starts_with("HTTP/1.1 200 "); }));
}

TEST_CASE("a request tells in which tolerated way it came", "[http]") {
    ServerUnderTest server{nameTolerances};
    RawClient client{server.port()};
    SECTION("plainly: none") {
        client.send(post(1) + "x");
        CHECK_THAT(client.readUntil("end\n"), !Contains("http."));
    }
    SECTION("in chunks") {
        client.send("POST / HTTP/1.1\r\nHost: n\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n");
        CHECK_THAT(client.readUntil("end\n"), Contains("http.chunked-body\nend"));
    }
    SECTION("compressed") {
        const auto body = gzipped("x");
        client.send("POST / HTTP/1.1\r\nHost: n\r\nContent-Encoding: gzip\r\nContent-Length: " +
                    std::to_string(body.size()) + "\r\n\r\n" + body);
        CHECK_THAT(client.readUntil("end\n"), Contains("http.gzip-body\nend"));
    }
    SECTION("asking first") {
        client.send("POST / HTTP/1.1\r\nHost: n\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
        client.readUntil("100 Continue");
        client.send("x");
        CHECK_THAT(client.readUntil("end\n"), Contains("http.expect-continue\nend"));
    }
}
