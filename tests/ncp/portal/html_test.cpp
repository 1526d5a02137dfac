#include "ncp/portal/html.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>
#include <string>

using namespace ncp::portal;

TEST_CASE("texts and attribute values are escaped", "[portal]") {
    Html html;
    html.open("p", {{"title", "\"><script>'&"}}).text("<b>&\"'</b>").close();
    CHECK(html.take() ==
          "<p title=\"&quot;&gt;&lt;script&gt;&#39;&amp;\">&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;</p>\n");
}

TEST_CASE("an attribute without value is left out", "[portal]") {
    Html html;
    html.single("input", {{"name", "a"}, {"checked", std::nullopt}, {"disabled", ""}});
    CHECK(html.take() == "<input name=\"a\" disabled=\"\">\n");
}

TEST_CASE("what is no text becomes a replacement character", "[portal]") {
    using namespace std::string_view_literals;
    CHECK(escapeHtml("a\0b"sv) == "a\xEF\xBF\xBD"
                                  "b");
    CHECK(escapeHtml("\x1B[31m") == "\xEF\xBF\xBD[31m");
    CHECK(escapeHtml("\xC3\x28") == "\xEF\xBF\xBD(");
    CHECK(escapeHtml("\xED\xA0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(escapeHtml("Bjørn 日本 🙂\n") == "Bjørn 日本 🙂\n");
}

TEST_CASE("an element that stays open is a programming error", "[portal]") {
    Html html;
    html.open("div");
    CHECK_THROWS_AS(html.take(), std::logic_error);
    html.close();
    CHECK_THROWS_AS(html.close(), std::logic_error);
}
