#include "ncp/audit/json_text.hpp"

#include <catch2/catch.hpp>
#include <string>

using ncp::audit::appendJsonString;
using ncp::audit::JsonObjectText;

namespace {

std::string json(std::string_view text) {
    std::string out;
    appendJsonString(out, text);
    return out;
}

} // namespace

TEST_CASE("a JSON string escapes quotes, backslashes and control characters only", "[audit]") {
    CHECK(json("") == R"("")");
    CHECK(json("plain /text") == R"("plain /text")");
    CHECK(json("a\"b\\c") == R"("a\"b\\c")");
    CHECK(json(std::string_view{"\n\t\x1F\0x", 5}) == R"("\u000a\u0009\u001f\u0000x")");
    CHECK(json("æøå €  𝄞 \x7F") == "\"æøå €  𝄞 \x7F\"");
}

TEST_CASE("bytes that are not UTF-8 are replaced one by one, and what follows is kept", "[audit]") {
    const std::string_view bytes =
        GENERATE("\xFF", "\x80", "\xC0\xAF", "\xC3", "\xE2\x82", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                 "\xE0\x80\xAF", "\xF0\x80\x80\x80", "\xF8\x88\x80\x80\x80");
    std::string expected{"\"a"};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        expected += "\xEF\xBF\xBD";
    }
    CHECK(json("a" + std::string{bytes} + "\"å") == expected + "\\\"å\"");
}

TEST_CASE("an object keeps its fields in order", "[audit]") {
    JsonObjectText object;
    object.add("text", std::string_view{"a\"b"});
    object.add("number", std::int64_t{-12});
    object.add("none", std::vector<std::string>{});
    object.add("list", std::vector<std::string>{"[", "", "x"});
    CHECK(object.take() == R"({"text":"a\"b","number":-12,"none":[],"list":["[","","x"]})");
    CHECK(JsonObjectText{}.take() == "{}");
}
