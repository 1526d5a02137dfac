#include "base/xml/writer.hpp"

#include "base/xml/document.hpp"
#include "base/xml/runtime.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <stdexcept>

using namespace ncp;

namespace {
const xml::Runtime runtime;
}

TEST_CASE("the writer escapes what is text and keeps what is a fragment", "[xml]") {
    xml::Writer writer;
    writer.start("a")
        .attribute("k", "\"<&>\n")
        .text("1 < 2 & 3 > \"")
        .fragment("<b/>")
        .leaf("c", "d")
        .empty("e", "f", "g")
        .end();
    CHECK(writer.take() ==
          "<a k=\"&quot;&lt;&amp;&gt;&#10;\">1 &lt; 2 &amp; 3 &gt; \"<b/><c>d</c><e f=\"g\"/></a>");
}

TEST_CASE("any bytes that are UTF-8 survive writing and reading", "[xml]") {
    std::mt19937 random{11};
    for (int round = 0; round < 500; ++round) {
        std::string value;
        for (int i = 0; i < 20; ++i) {
            value.push_back(static_cast<char>(0x20 + random() % 0x5F));
        }
        value += "\xc3\xa5\r\n\t";
        xml::Writer writer;
        writer.start("a").attribute("k", value).text(value).end();
        const auto document = xml::Document::parse(writer.take()).value();
        REQUIRE(document.root().attribute("k") == value);
        REQUIRE(document.root().text() == value);
    }
}

TEST_CASE("control characters that XML can't hold are replaced", "[xml]") {
    xml::Writer writer;
    writer.leaf("a", "1\x01"
                     "2");
    CHECK(writer.take() == "<a>1\xef\xbf\xbd"
                           "2</a>");
}

TEST_CASE("an unbalanced document is a programming error", "[xml]") {
    xml::Writer writer;
    CHECK_THROWS_AS(writer.end(), std::logic_error);
    writer.start("a");
    CHECK_THROWS_AS(writer.take(), std::logic_error);
    writer.text("x");
    CHECK_THROWS_AS(writer.attribute("k", "v"), std::logic_error);
}
