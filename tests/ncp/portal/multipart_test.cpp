#include "ncp/portal/multipart.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace ncp;
using portal::parseFileForm;

namespace {

constexpr std::string_view kType = "multipart/form-data; boundary=x";

std::string part(const std::string& headers, const std::string& content) {
    return "--x\r\nContent-Disposition: form-data; " + headers + "\r\n\r\n" + content + "\r\n";
}

ErrorCode refusal(std::string_view type, const std::string& body) {
    const auto form = parseFileForm(type, body);
    REQUIRE_FALSE(form);
    return form.error().code;
}

} // namespace

TEST_CASE("a form with a file gives its fields and the file's bytes", "[portal]") {
    const std::string bytes{"a\r\n--y\0\xff", 9};
    const auto body = part("name=\"csrf\"", "token") +
                      part("name=\"file\"; filename=\"a; name=b.xml\"\r\nContent-Type: text/xml", bytes) +
                      "--x--\r\n";
    const auto form = parseFileForm(kType, body);
    REQUIRE(form);
    CHECK(portal::fieldOf(form->fields, "csrf") == "token");
    CHECK(form->file == bytes);
    CHECK(parseFileForm("Multipart/Form-Data; boundary=\"x\"", body).has_value());
}

TEST_CASE("a form without a file has an empty one", "[portal]") {
    const auto form = parseFileForm(kType, part("name=\"form\"", "pivot") + "--x--");
    REQUIRE(form);
    CHECK(form->file.empty());
}

TEST_CASE("what is no form with a file is refused", "[portal]") {
    const auto good = part("name=\"a\"", "b") + "--x--";
    CHECK(refusal("application/x-www-form-urlencoded", good) == ErrorCode::UnsupportedContentType);
    CHECK(refusal("multipart/form-data", good) == ErrorCode::UnsupportedContentType);
    CHECK(refusal("multipart/form-data; boundary=", good) == ErrorCode::UnsupportedContentType);
    CHECK(refusal("multipart/form-data; boundary=\"x", good) == ErrorCode::UnsupportedContentType);
    CHECK(refusal("multipart/form-data; boundary=" + std::string(71, 'x'), good) ==
          ErrorCode::UnsupportedContentType);
    for (const std::string& body :
         {std::string{}, std::string{"--"}, std::string{"--x"}, std::string{"--x\r\n"}, "preamble" + good,
          part("name=\"a\"", "b"), part("name=\"a\"", "b") + "--x", part("filename=\"a\"", "b") + "--x--",
          std::string{"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n--x--"},
          part("name=\"a\"", "b") + part("name=\"a\"", "c") + "--x--", part("name=\"a\"", "\xff") + "--x--",
          part("name=\"a\"", std::string(5000, 'b')) + "--x--",
          part("name=\"other\"; filename=\"a\"", "b") + "--x--",
          part("name=\"file\"; filename=\"a\"", "b") + part("name=\"file\"; filename=\"b\"", "c") + "--x--",
          "--x\r\n" + std::string(2000, 'h') + "\r\n\r\nb\r\n--x--"}) {
        INFO(body.substr(0, 60));
        CHECK(refusal(kType, body) == ErrorCode::InputRefused);
    }
    std::string many;
    for (int at = 0; at < 9; ++at) {
        many += part("name=\"f" + std::to_string(at) + "\"", "b");
    }
    CHECK(refusal(kType, many + "--x--") == ErrorCode::InputRefused);
}

TEST_CASE("a file of 16 MB is taken, one byte more is not", "[portal]") {
    const auto form = [](std::size_t size) {
        return part("name=\"file\"; filename=\"a\"", std::string(size, ' ')) + "--x--";
    };
    CHECK(parseFileForm(kType, form(portal::kDroppedFileLimit)).has_value());
    CHECK(refusal(kType, form(portal::kDroppedFileLimit + 1)) == ErrorCode::BodyTooLarge);
    CHECK(refusal(kType, std::string(portal::kDroppedFileLimit + portal::kFormOverhead + 1, ' ')) ==
          ErrorCode::BodyTooLarge);
}
