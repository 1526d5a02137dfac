#include "ncp/soap/mtom.hpp"

#include <catch2/catch.hpp>

using namespace ncp;

namespace {

constexpr std::string_view kType = "multipart/related; type=\"application/xop+xml\"; start=\"<root>\"; "
                                   "start-info=\"application/soap+xml\"; boundary=b1; action=\"urn:x\"";
const std::string kRootHead = "Content-Type: application/xop+xml; charset=UTF-8; "
                              "type=\"application/soap+xml\"\r\nContent-ID: <root>\r\n\r\n";

std::string twoParts() {
    return "--b1\r\n" + kRootHead + "<a/>\r\n--b1\r\nContent-ID: <doc@x>\r\n\r\nbytes\r\n--b1--\r\n";
}

std::string withLineFeeds(std::string text) {
    std::erase(text, '\r');
    return text;
}

} // namespace

TEST_CASE("what is packed comes out unchanged", "[soap]") {
    const std::string attachment =
        GENERATE(std::string{}, std::string{"\r\n--x\r\n\0\xFF"}, std::string(200'000, '\n'),
                 std::string{"--boundary-of-tests-and-more\n"}, std::string{"ends with\r\n"});
    const auto packed =
        soap::pack("<a>\xC3\xA6</a>", "doc-1@ncp", attachment, "boundary-of-tests", "urn:ihe:x");
    const auto package = soap::unpack(packed.contentType, packed.body);
    REQUIRE(package);
    CHECK(package->xml == "<a>\xC3\xA6</a>");
    REQUIRE(package->attachments.size() == 1);
    CHECK(package->attachments.at("doc-1@ncp") == attachment);
    CHECK(package->action == "urn:ihe:x");
}

TEST_CASE("the binary part is typed as the reference implementation types it", "[soap]") {
    const auto packed = soap::pack("<a/>", "d@ncp", "x", "b", "");
    CHECK(packed.body.find("Content-Type: text/xml;charset=UTF-8\r\n") != std::string::npos);
    CHECK(packed.contentType.find("start-info=\"application/soap+xml\"") != std::string::npos);
}

TEST_CASE("plain SOAP 1.2 is taken as it is, with the action of its content type", "[soap]") {
    const auto package = soap::unpack("application/soap+xml; charset=\"utf-8\"; action=\"urn:a\"", "<e/>");
    REQUIRE(package);
    CHECK(package->xml == "<e/>");
    CHECK(package->action == "urn:a");
    CHECK(package->attachments.empty());
}

TEST_CASE("other content types are refused", "[soap]") {
    const auto* type =
        GENERATE("text/xml", "application/xml", "multipart/mixed; boundary=b",
                 "multipart/related; type=\"text/xml\"; boundary=b", "multipart/related; boundary=b",
                 "application/soap+xml; charset=iso-8859-1", "");
    const auto package = soap::unpack(type, "<e/>");
    REQUIRE_FALSE(package);
    CHECK(package.error().code == ErrorCode::UnsupportedContentType);
}

TEST_CASE("line ends may be CRLF or LF, and a preamble may precede the parts", "[soap]") {
    const auto body = GENERATE(twoParts(), withLineFeeds(twoParts()), "preamble --b1 \r\n" + twoParts(),
                               twoParts() + "epilogue", "--b1 \t\r\n" + twoParts().substr(6));
    const auto package = soap::unpack(kType, body);
    REQUIRE(package);
    CHECK(package->xml == "<a/>");
    CHECK(package->attachments.at("doc@x") == "bytes");
}

TEST_CASE("the root part is the one that start names, wherever it stands", "[soap]") {
    const auto body = "--b1\r\nContent-ID: <doc@x>\r\n\r\nbytes\r\n--b1\r\n" + kRootHead + "<a/>\r\n--b1--";
    const auto package = soap::unpack(kType, body);
    REQUIRE(package);
    CHECK(package->xml == "<a/>");
}

TEST_CASE("a base64 part is decoded, and a folded header field is read", "[soap]") {
    const auto package = soap::unpack(kType, "--b1\r\n" + kRootHead +
                                                 "<a/>\r\n--b1\r\nContent-Transfer-Encoding:\r\n base64\r\n"
                                                 "Content-ID: <doc@x>\r\n\r\nYWJj\r\n--b1--\r\n");
    REQUIRE(package);
    CHECK(package->attachments.at("doc@x") == "abc");
}

TEST_CASE("broken framing is refused", "[soap]") {
    const auto body = GENERATE(
        std::string{}, std::string{"--b1--"}, std::string{"no boundary at all"},
        "--b1\r\n" + kRootHead + "<a/>",
        "--b1\r\n" + kRootHead + "<a/>\r\n--b1", // the closing delimiter is cut off
        std::string{"--b1\r\nContent-Type: application/xop+xml\r\n--b1--"},
        std::string{"--b1\r\nno colon\r\n\r\n<a/>\r\n--b1--"},
        std::string{"--b1\r\nContent-Type: text/xml\r\nContent-ID: <root>\r\n\r\n<a/>\r\n--b1--"},
        std::string{"--b1\r\nContent-Type: application/xop+xml\r\nContent-ID: <other>\r\n\r\n<a/>\r\n--b1--"},
        "--b1\r\n" + kRootHead + "<a/>\r\n--b1\r\n\r\nno id\r\n--b1--",
        "--b1\r\n" + kRootHead + "<a/>\r\n--b1\r\nContent-ID: <root>\r\n\r\nx\r\n--b1--",
        "--b1\r\n" + kRootHead + "<a/>\r\n--b1\r\nContent-ID: <d>\r\nContent-ID: <e>\r\n\r\nx\r\n--b1--",
        "--b1\r\n" + kRootHead +
            "<a/>\r\n--b1\r\nContent-ID: <d>\r\nContent-Transfer-Encoding: x-zip\r\n\r\nx\r\n--b1--");
    const auto package = soap::unpack(kType, body);
    REQUIRE_FALSE(package);
    CHECK(package.error().code == ErrorCode::MalformedMessage);
}

TEST_CASE("a repeated Content-ID is refused, so that nobody picks the wrong document", "[soap]") {
    const auto part = std::string{"--b1\r\nContent-ID: <d>\r\n\r\nx\r\n"};
    CHECK(soap::unpack(kType, "--b1\r\n" + kRootHead + "<a/>\r\n" + part + "--b1--"));
    CHECK_FALSE(soap::unpack(kType, "--b1\r\n" + kRootHead + "<a/>\r\n" + part + part + "--b1--"));
}

TEST_CASE("several parts are packed and come out whole, whatever their bytes", "[soap]") {
    const std::string first(70'000, '\0');
    const std::string second = "\r\n--b1\r\n";
    const std::vector<soap::OutgoingPart> parts{{"d1@ncp", first}, {"d2@ncp", second}, {"d3@ncp", ""}};
    const auto packed = soap::pack("<a/>", parts, "boundary-of-tests", "urn:ihe:x");
    const auto package = soap::unpack(packed.contentType, packed.body);
    REQUIRE(package);
    CHECK(package->xml == "<a/>");
    REQUIRE(package->attachments.size() == 3);
    CHECK(package->attachments.at("d1@ncp") == first);
    CHECK(package->attachments.at("d2@ncp") == second);
    CHECK(package->attachments.at("d3@ncp").empty());
}

TEST_CASE("128 parts are taken, 129 are not", "[soap]") {
    const auto body = [](int attachments) {
        auto text = "--b1\r\n" + kRootHead + "<a/>\r\n";
        for (int i = 0; i < attachments; ++i) {
            text += "--b1\r\nContent-ID: <d" + std::to_string(i) + ">\r\n\r\nx\r\n";
        }
        return text + "--b1--\r\n";
    };
    CHECK(soap::unpack(kType, body(127)));
    CHECK_FALSE(soap::unpack(kType, body(128)));
}

TEST_CASE("a part header without end is refused early", "[soap]") {
    CHECK_FALSE(soap::unpack(kType, "--b1\r\nX: " + std::string(1'000'000, 'x') + "\r\n\r\n\r\n--b1--"));
}

TEST_CASE("cid URLs are percent-decoded, and written so that they read back", "[soap]") {
    const std::string id = GENERATE("doc1@example", "0.urn:uuid:1@apache.org", "a b%c<d>", "\xC3\xA6@x");
    const auto back = soap::contentIdOfHref(soap::hrefOfContentId(id));
    REQUIRE(back);
    CHECK(*back == id);
    CHECK(soap::contentIdOfHref("cid:a%40b").value_or("") == "a@b");
    CHECK(soap::contentIdOfHref("cid:%41").value_or("") == "A");
}

TEST_CASE("URLs that name no attachment of the message are refused", "[soap]") {
    const auto* href =
        GENERATE("", "cid:", "http://elsewhere/x", "file:///etc/passwd", "cid:a%4", "cid:a%zz", "cid:%");
    CHECK_FALSE(soap::contentIdOfHref(href));
}
