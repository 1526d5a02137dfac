#include "ncp/soap/content_type.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using soap::parseContentType;

TEST_CASE("parameters of a content type may stand in any order, quoted or not", "[soap]") {
    const auto* text =
        GENERATE("multipart/related; type=\"application/xop+xml\"; boundary=abc; start=\"<r@x>\"",
                 "Multipart/Related;START=<r@x>;Boundary=\"abc\";Type=application/xop+xml",
                 "multipart/related ; boundary=abc ;start=\"<r@x>\"; type=\"application\\/xop+xml\";");
    const auto type = parseContentType(text);
    REQUIRE(type);
    CHECK(type->type == "multipart/related");
    CHECK(type->parameter("type") == "application/xop+xml");
    CHECK(type->parameter("boundary") == "abc");
    CHECK(type->parameter("start") == "<r@x>");
    CHECK(type->parameter("absent").empty());
}

TEST_CASE("a content type that two readers could take differently is refused", "[soap]") {
    const auto* text = GENERATE("", "text", "text/", "/xml", "text/xml; a=1; A=2", "text/xml; a=\"1",
                                "text/xml; =1", "text/xml; a=", "text/xml a=1", "text/xml, text/plain");
    const auto type = parseContentType(text);
    REQUIRE_FALSE(type);
    CHECK(type.error().code == ErrorCode::UnsupportedContentType);
}

TEST_CASE("a content type of unreasonable length is refused", "[soap]") {
    CHECK_FALSE(parseContentType("text/xml; a=" + std::string(5000, 'x')));
}
