#include "ncp/portal/form.hpp"

#include "ncp/portal/json_body.hpp"
#include "ncp/portal/responses.hpp"
#include "ncp/portal/routes.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

using namespace ncp;
using namespace ncp::portal;

TEST_CASE("a form is read with its escapes", "[portal]") {
    const auto form = parseForm("a=1+2&b=%C3%A6%26&c=&d");
    REQUIRE(form.has_value());
    CHECK(fieldOf(*form, "a") == "1 2");
    CHECK(fieldOf(*form, "b") == "æ&");
    CHECK(fieldOf(*form, "c").empty());
    CHECK(fieldOf(*form, "d").empty());
    CHECK(fieldOf(*form, "none").empty());
    CHECK(parseForm("")->empty());
}

TEST_CASE("a malformed form is refused", "[portal]") {
    const auto body =
        GENERATE(as<std::string>{}, "a=%", "a=%4", "a=%ZZ", "a=%C3%28", "a=%00", "=1", "a=1&a=2", "&");
    INFO(body);
    REQUIRE_FALSE(parseForm(body).has_value());
    CHECK(parseForm(body).error().code == ErrorCode::InputRefused);
}

TEST_CASE("a form is bounded in bytes and fields", "[portal]") {
    CHECK(parseForm("a=" + std::string(70'000, 'x')).error().code == ErrorCode::BodyTooLarge);
    std::string many;
    for (int i = 0; i < 65; ++i) {
        many += "f" + std::to_string(i) + "=1&";
    }
    CHECK_FALSE(parseForm(many).has_value());
}

TEST_CASE("a cookie is found by its whole name", "[portal]") {
    CHECK(cookieOf("a=1; ncp_portal=abc; b=2", "ncp_portal") == "abc");
    CHECK(cookieOf("xncp_portal=abc", "ncp_portal").empty());
    CHECK(cookieOf("ncp_portalx=abc", "ncp_portal").empty());
    CHECK(cookieOf("ncp_portal=first; ncp_portal=second", "ncp_portal") == "first");
    CHECK(cookieOf("", "ncp_portal").empty());
}

TEST_CASE("paths match segment by segment", "[portal]") {
    CHECK(matchPath("/documents/{id}/pdf", "/documents/7/pdf") == std::vector<std::string>{"7"});
    CHECK(matchPath("/", "/").has_value());
    CHECK_FALSE(matchPath("/documents/{id}", "/documents/").has_value());
    CHECK_FALSE(matchPath("/documents/{id}", "/documents/7/pdf").has_value());
    CHECK_FALSE(matchPath("/documents/{id}", "/documents").has_value());
    CHECK_FALSE(matchPath("/countries", "/countries/").has_value());
    CHECK_FALSE(matchPath("/countries", "countries").has_value());
}

TEST_CASE("only loopback names are hosts of ours", "[portal]") {
    for (const auto* host :
         {"localhost", "localhost:18080", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:18080"}) {
        CHECK(isLoopbackHost(host));
    }
    for (const auto* host :
         {"", "evil.example", "localhost.evil.example", "localhost:", "localhost:x", "localhost:80.evil",
          "127.0.0.1.evil.example", "127.0.0.2", "localhost:1234567"}) {
        INFO(host);
        CHECK_FALSE(isLoopbackHost(host));
    }
}

TEST_CASE("a JSON body is an object within bounds, with each name once", "[portal]") {
    CHECK(parseJsonBody(R"({"a":{"b":["c",{"b":1}]},"b":2})").has_value());
    CHECK(valuesOf(*parseJsonBody(R"({"values":{"a":"1"}})")) == discovery::MaskValues{{"a", "1"}});
    CHECK_FALSE(valuesOf(*parseJsonBody(R"({"values":{"a":1}})")).has_value());
    const auto hostile = GENERATE(as<std::string>{}, "", "[]", "1", "{", R"({"a":1,"a":2})",
                                  R"({"a":{"b":1,"b":2}})", R"([{"a":1}])", "{\"a\":\"\xC3\x28\"}");
    INFO(hostile);
    CHECK_FALSE(parseJsonBody(hostile).has_value());
    CHECK_FALSE(parseJsonBody(R"({"a":)" + std::string(20, '[') + std::string(20, ']') + "}").has_value());
    CHECK_FALSE(
        parseJsonBody(R"({"a":)" + std::string(30'000, '[') + std::string(30'000, ']') + "}").has_value());
    CHECK(parseJsonBody("{\"a\":\"" + std::string(70'000, 'x') + "\"}").error().code ==
          ErrorCode::BodyTooLarge);
}
