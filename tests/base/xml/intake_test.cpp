#include "base/xml/intake.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace ncp;
using xml::checkIntake;
using xml::Limits;

TEST_CASE("each limit refuses what is beyond it and lets through what is at it", "[xml][limits]") {
    Limits limits;
    limits.bytes = 200;
    limits.depth = 3;
    limits.attributes = 2;
    limits.tagBytes = 60;
    limits.elements = 5;
    CHECK(checkIntake("<a><b><c/></b></a>", limits));
    CHECK(checkIntake("<a><b><c x='=' y=\"=\"></c></b></a>", limits));
    CHECK(checkIntake("<a><b><c></c></b></a>", limits));
    CHECK_FALSE(checkIntake("<a><b><c><d></d></c></b></a>", limits));
    CHECK_FALSE(checkIntake("<a x='1' y='2' z='3'/>", limits));
    CHECK_FALSE(checkIntake("<a x='" + std::string(60, '1') + "'/>", limits));
    CHECK_FALSE(checkIntake("<a><b/><b/><b/><b/><b/></a>", limits));
    CHECK_FALSE(checkIntake("<a>" + std::string(200, 'x') + "</a>", limits));
}

TEST_CASE("one element with a hundred thousand attributes is refused before it reaches the parser",
          "[xml][limits]") {
    std::string text = "<a";
    for (int i = 0; i < 100'000; ++i) {
        text += " a" + std::to_string(i) + "=''";
    }
    const auto checked = checkIntake(text + "/>", Limits{});
    REQUIRE_FALSE(checked);
    CHECK(checked.error().code == ErrorCode::XmlLimitExceeded);
}

TEST_CASE("namespace declarations that pile up over many levels are refused", "[xml][limits]") {
    // Each prefix below would be looked up among all of them: half a megabyte costs minutes.
    std::string start;
    std::string end;
    for (int level = 0; level < 100; ++level) {
        start += "<d";
        for (int i = 0; i < 50; ++i) {
            start += " xmlns:p" + std::to_string(level) + "_" + std::to_string(i) + "='u'";
        }
        start += ">";
        end += "</d>";
    }
    const auto checked = checkIntake(start + "<a/>" + end, Limits{});
    REQUIRE_FALSE(checked);
    CHECK(checked.error().code == ErrorCode::XmlLimitExceeded);
}

TEST_CASE("namespace declarations count as long as they are in scope", "[xml][limits]") {
    Limits limits;
    limits.namespaces = 2;
    CHECK(checkIntake("<a xmlns='u'><b xmlns:p='u'/><b xmlns:p='u'></b><b xmlns:p='u'/></a>", limits));
    CHECK(checkIntake("<a x='xmlns:p xmlns:q xmlns:r' xmlnss='' p:xmlns=''/>", limits));
    CHECK_FALSE(checkIntake("<a xmlns='u'><b xmlns:p='u'><c xmlns:q='u'/></b></a>", limits));
    CHECK_FALSE(checkIntake("<a xmlns='u'\n\txmlns:p='u'\n\txmlns:q = 'u'/>", limits));
}

TEST_CASE("markup inside comments, CDATA and instructions does not count", "[xml][limits]") {
    Limits limits;
    limits.depth = 1;
    CHECK(checkIntake(
        "<?xml version=\"1.0\" encoding='utf-8'?><a><!-- <b><c> --><![CDATA[<d><e>]]><?x <f>?></a>", limits));
    CHECK_FALSE(checkIntake("<a><!-- never closed", limits));
    CHECK_FALSE(checkIntake("<a b='never closed", limits));
}

TEST_CASE("declarations are refused wherever they stand", "[xml][limits]") {
    CHECK_FALSE(checkIntake("<!DOCTYPE a><a/>", Limits{}));
    CHECK_FALSE(checkIntake("<a><!ENTITY x 'y'></a>", Limits{}));
    CHECK_FALSE(checkIntake("<!doctype a><a/>", Limits{}));
}

TEST_CASE("UTF-8 is told from what only looks like it", "[xml][limits]") {
    CHECK(xml::isUtf8("plain ascii that is longer than eight bytes"));
    CHECK(xml::isUtf8("\xc3\xa6\xe2\x82\xac\xf0\x9f\x98\x80"));
    CHECK_FALSE(xml::isUtf8("\xc0\xaf"));
    CHECK_FALSE(xml::isUtf8("\xe0\x80\xaf"));
    CHECK_FALSE(xml::isUtf8("\xf4\x90\x80\x80"));
    CHECK_FALSE(xml::isUtf8("\xf0\x9f\x98"));
    CHECK_FALSE(xml::isUtf8(std::string_view{"12345678\0", 9}));
}
