#include "ncp/http/head.hpp"

#include <catch2/catch.hpp>

using namespace ncp::http;

TEST_CASE("a request head is read into method, target and fields", "[http]") {
    const auto head =
        parseRequestHead("POST /a/b?c=d HTTP/1.1\r\nHost: node.example\r\nX-One:  two words \r\n\r\n");
    REQUIRE(head);
    CHECK(head->method == "POST");
    CHECK(head->target == "/a/b?c=d");
    CHECK(head->http11);
    CHECK(head->headers.at("x-one") == "two words");
}

TEST_CASE("a repeated field is a list, the same twice is once, and repeated framing is refused", "[http]") {
    const auto repeated =
        parseRequestHead("GET / HTTP/1.1\r\nAccept: a\r\nACCEPT: b\r\nConnection: upgrade\r\n"
                         "Connection: close\r\nContent-Type: text/xml\r\n"
                         "Content-Type: text/xml\r\n\r\n");
    REQUIRE(repeated);
    CHECK(repeated->headers.at("accept") == "a, b");
    CHECK(repeated->headers.at("connection") == "upgrade, close");
    CHECK(repeated->headers.at("content-type") == "text/xml");
    CHECK_FALSE(parseRequestHead("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"));
    CHECK_FALSE(parseRequestHead("POST / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"));
}

TEST_CASE("malformed request heads are refused", "[http]") {
    const auto* const head =
        GENERATE("GET\r\n\r\n", "GET / \r\n\r\n", "GET /a b HTTP/1.1\r\n\r\n", "G{T / HTTP/1.1\r\n\r\n",
                 "GET / HTTP/1.1\r\nno colon\r\n\r\n", "GET / HTTP/1.1\r\nblank : x\r\n\r\n",
                 "GET / HTTP/1.1\r\nA: b\r\n folded\r\n\r\n", "GET / HTTP/1.1\r\n: x\r\n\r\n",
                 "GET / HTTP/1.1\r\nA: b\x01\r\n\r\n", "GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n",
                 "GET / HTTX/1.1\r\n\r\n");
    CAPTURE(head);
    const auto parsed = parseRequestHead(head);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error() == HeadFault::Malformed);
}

TEST_CASE("another HTTP version and too many fields have faults of their own", "[http]") {
    CHECK(parseRequestHead("GET / HTTP/2.0\r\n\r\n").error() == HeadFault::VersionNotSupported);
    std::string many = "GET / HTTP/1.1\r\n";
    for (std::size_t i = 0; i <= kFieldLimit; ++i) {
        many += "F" + std::to_string(i) + ": x\r\n";
    }
    CHECK(parseRequestHead(many + "\r\n").error() == HeadFault::TooManyFields);
}

TEST_CASE("a status line is read, with and without a reason", "[http]") {
    CHECK(parseStatusHead("HTTP/1.1 404 Not Found\r\n\r\n")->status == 404);
    CHECK(parseStatusHead("HTTP/1.0 200\r\n\r\n")->status == 200);
    CHECK_FALSE(parseStatusHead("HTTP/1.1 4x4 Hm\r\n\r\n"));
    CHECK_FALSE(parseStatusHead("HTTP/1.1 2000\r\n\r\n"));
    CHECK_FALSE(parseStatusHead("SSH-2.0-server\r\n\r\n"));
}

TEST_CASE("a target is split and its path decoded", "[http]") {
    const auto origin = parseTarget("/pa%20th/%C3%A5?q=%20");
    REQUIRE(origin);
    CHECK(origin->path == "/pa th/\xC3\xA5");
    CHECK(origin->query == "q=%20");
    CHECK(parseTarget("https://node.example:8443/x?y")->path == "/x");
    CHECK(parseTarget("https://node.example")->path == "/");
    CHECK(parseTarget("/end%2f")->path == "/end/");
}

TEST_CASE("targets with broken escapes or hidden control characters are refused", "[http]") {
    const auto* const target =
        GENERATE("/a%", "/a%2", "/a%zz", "/a%00b", "/a%0d%0ab", "/a%7f", "relative", "*", "");
    CAPTURE(target);
    CHECK_FALSE(parseTarget(target));
}

TEST_CASE("a token is found in a list whatever its case", "[http]") {
    CHECK(hasToken("Keep-Alive, CLOSE", "close"));
    CHECK_FALSE(hasToken("closed, disclose", "close"));
}
