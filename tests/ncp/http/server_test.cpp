#include "tests/ncp/http/http_world.hpp"

#include <Poco/DeflatingStream.h>
#include <catch2/catch.hpp>
#include <sstream>

using namespace ncp;
using namespace ncp::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

constexpr const char* kGet = "GET /hello HTTP/1.1\r\nHost: node\r\n\r\n";

std::string postOf(const std::string& body, const std::string& fields = {}) {
    return "POST / HTTP/1.1\r\nHost: node\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           fields + "\r\n" + body;
}

std::string gzip(const std::string& text) {
    std::ostringstream out;
    Poco::DeflatingOutputStream deflater{out, Poco::DeflatingStreamBuf::STREAM_GZIP};
    deflater << text;
    deflater.close();
    return out.str();
}

} // namespace

TEST_CASE("a handler gets the whole request with the verified client certificate", "[http]") {
    HttpPki pki;
    Guarded<std::optional<http::Request>> seen;
    ServerUnderTest server{pki, [&](const http::Request& request) {
                               seen.with([&](auto& kept) { kept = request; });
                               return http::Response{202, "text/plain", "taken", {{"X-Answer", "yes"}}};
                           }};
    http::Client client{clientSettings(pki)};
    auto post = makePost(server.url("/servi%63e?a=b"), "<question/>");
    post.headers = {{"X-Question", "why"}};
    const auto before = std::chrono::steady_clock::now();
    const auto answer = client.post(post);
    REQUIRE(answer);
    CHECK(answer->status == 202);
    CHECK(answer->body == "taken");
    CHECK(answer->headers.at("x-answer") == "yes");
    REQUIRE(answer->serverCertificate);
    CHECK(answer->serverCertificate->commonName() == "Test server PT");
    const auto request = seen.with([](const auto& kept) { return kept; });
    REQUIRE(request);
    CHECK(request->method == "POST");
    CHECK(request->path == "/service");
    CHECK(request->query == "a=b");
    CHECK(request->header("x-question") == "why");
    CHECK(request->header("content-type") == "application/soap+xml; charset=UTF-8");
    CHECK(request->body == "<question/>");
    CHECK(request->clientAddress == "127.0.0.1");
    REQUIRE(request->clientCertificate);
    CHECK(request->clientCertificate->commonName() == "Test client NO");
    CHECK(request->deadline >= before + std::chrono::seconds{120});
}

TEST_CASE("large bodies arrive whole in both directions", "[http]") {
    HttpPki pki;
    ServerUnderTest server{pki, echo};
    http::Client client{clientSettings(pki)};
    std::string body(3'000'000, 'x');
    for (std::size_t i = 0; i < body.size(); i += 1000) {
        body[i] = static_cast<char>('a' + i / 1000 % 26);
    }
    const auto answer = client.post(makePost(server.url(), body));
    REQUIRE(answer);
    CHECK((answer->body == body));
}

TEST_CASE("one connection carries several requests, also sent ahead", "[http]") {
    ServerUnderTest server{echo};
    RawClient client{server.port()};
    client.send("\r\n" + postOf("first") + postOf("second"));
    const auto answers = client.readUntil("second");
    CHECK_THAT(answers, Contains("first") && Contains("second"));
    CHECK(server->openConnections() == 1);
}

TEST_CASE("HEAD has the head of GET and no body; HTTP/1.0 is answered and closed", "[http]") {
    ServerUnderTest server{[](const http::Request& request) {
        return http::Response{200, "text/plain", "body of " + request.path, {}};
    }};
    RawClient head{server.port()};
    head.send("HEAD /hello HTTP/1.1\r\nHost: node\r\nConnection: close\r\n\r\n");
    const auto answer = head.readToEnd();
    CHECK_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n") && Contains("Content-Length: 14\r\n"));
    CHECK(answer.find("body of") == std::string::npos);
    RawClient old{server.port()};
    old.send("GET /old HTTP/1.0\r\n\r\n");
    CHECK_THAT(old.readToEnd(), Contains("Connection: close") && Contains("body of /old"));
}

TEST_CASE("a chunked body with extensions and trailers is read", "[http]") {
    ServerUnderTest server{echo};
    RawClient client{server.port()};
    client.send("POST / HTTP/1.1\r\nHost: node\r\nTransfer-Encoding: chunked\r\n\r\n"
                "6;name=value\r\nchunk \r\n5\r\nworks\r\n0\r\nTrailer: x\r\n\r\n");
    CHECK_THAT(client.readUntil("works"), Contains("\r\n\r\nchunk works"));
}

TEST_CASE("a gzip body is handed on inflated", "[http]") {
    ServerUnderTest server{echo};
    RawClient client{server.port()};
    client.send(postOf(gzip("readable text"), "Content-Encoding: gzip\r\n"));
    CHECK_THAT(client.readUntil("readable text"), Contains("\r\n\r\nreadable text"));
}

TEST_CASE("a client that asks first is told to go on, or not", "[http]") {
    ServerUnderTest server{echo, [](auto& settings) { settings.bodyLimit = 100; }};
    SECTION("within the limit: 100, then the answer") {
        RawClient client{server.port()};
        client.send("POST / HTTP/1.1\r\nHost: node\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
        CHECK_THAT(client.readUntil("Continue\r\n\r\n"), StartsWith("HTTP/1.1 100 "));
        client.send("body");
        CHECK_THAT(client.readUntil("body"), StartsWith("HTTP/1.1 200 "));
    }
    SECTION("over the limit: 413 before a byte of the body") {
        RawClient client{server.port()};
        client.send("POST / HTTP/1.1\r\nHost: node\r\nContent-Length: 101\r\nExpect: 100-continue\r\n\r\n");
        CHECK_THAT(client.readToEnd(), StartsWith("HTTP/1.1 413 "));
    }
    SECTION("another expectation: 417") {
        RawClient client{server.port()};
        client.send("POST / HTTP/1.1\r\nHost: node\r\nContent-Length: 0\r\nExpect: miracles\r\n\r\n");
        CHECK_THAT(client.readToEnd(), StartsWith("HTTP/1.1 417 "));
    }
}

TEST_CASE("a handler that throws gives 500, and the connection goes on", "[http]") {
    ServerUnderTest server{[](const http::Request& request) -> http::Response {
        if (request.path == "/standard") {
            throw std::runtime_error{"secret of the handler"};
        }
        if (request.path == "/other") {
            throw 42;
        }
        return {200, "text/plain", "well", {}};
    }};
    RawClient client{server.port()};
    for (const std::string path : {"/standard", "/other"}) {
        client.send("GET " + path + " HTTP/1.1\r\nHost: node\r\n\r\n");
        CHECK_THAT(client.readUntil("Internal Server Error\n"), StartsWith("HTTP/1.1 500 "));
    }
    client.send(kGet);
    CHECK_THAT(client.readUntil("well"), StartsWith("HTTP/1.1 200 "));
    CHECK_THAT(server.logged(), Contains("http.handler-failed"));
    CHECK(server.logged().find("secret") == std::string::npos);
}

TEST_CASE("an answer that would smuggle a header field is not sent", "[http]") {
    ServerUnderTest server{[](const http::Request&) {
        return http::Response{200, "text/plain", "x", {{"X-Field", "a\r\nSet-Cookie: b"}}};
    }};
    RawClient client{server.port()};
    client.send(kGet);
    const auto answer = client.readUntil("Error\n");
    CHECK_THAT(answer, StartsWith("HTTP/1.1 500 "));
    CHECK(answer.find("Set-Cookie") == std::string::npos);
}

TEST_CASE("a server does not start on a taken port, nor with plain HTTP beyond loopback", "[http]") {
    ServerUnderTest first{echo};
    const SystemClock clock;
    Logger log{clock, LogLevel::Info, [](std::string_view) {}};
    http::ServerSettings settings;
    settings.port = first.port();
    const auto taken = http::Server::start(settings, echo, {}, log);
    REQUIRE_FALSE(taken);
    CHECK(taken.error().code == ErrorCode::ConfigurationInvalid);
    CHECK_THAT(taken.error().detail, Contains(std::to_string(first.port())));
    settings.port = 0;
    settings.address = "0.0.0.0";
    const auto open = http::Server::start(settings, echo, {}, log);
    REQUIRE_FALSE(open);
    CHECK(open.error().code == ErrorCode::ConfigurationInvalid);
}
