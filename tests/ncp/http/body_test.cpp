#include "ncp/http/body.hpp"

#include <Poco/DeflatingStream.h>
#include <catch2/catch.hpp>
#include <sstream>

using namespace ncp::http;

namespace {

std::string gzip(const std::string& text) {
    std::ostringstream out;
    Poco::DeflatingOutputStream deflater{out, Poco::DeflatingStreamBuf::STREAM_GZIP};
    deflater << text;
    deflater.close();
    return out.str();
}

} // namespace

TEST_CASE("gzip comes back as it was, up to the limit", "[http]") {
    const std::string text(100'000, 'a');
    CHECK(gunzip(gzip(text), text.size()) == text);
    CHECK(gunzip(gzip(text), text.size() - 1).error() == BodyFault::TooLarge);
    const std::string_view nothing{"\x1f\x8b\x08\0\0\0\0\0\0\x03\x03\0\0\0\0\0\0\0\0\0", 20};
    CHECK(gunzip(nothing, 10) == std::string{});
}

TEST_CASE("gzip that is cut, altered, followed by more or none at all is refused", "[http]") {
    std::string text;
    for (int i = 0; i < 5000; ++i) {
        text += std::to_string(i * 7919);
    }
    const auto whole = gzip(text);
    auto altered = whole;
    altered[altered.size() / 2] = static_cast<char>(altered[altered.size() / 2] ^ 0x55);
    const std::vector<std::string> broken{whole.substr(0, whole.size() / 2),
                                          whole.substr(0, whole.size() - 4),
                                          altered,
                                          whole + "more",
                                          "not gzip at all",
                                          ""};
    for (const auto& bytes : broken) {
        const auto inflated = gunzip(bytes, 10'000'000);
        REQUIRE_FALSE(inflated);
        CHECK(inflated.error() == BodyFault::Malformed);
    }
}

TEST_CASE("where a body ends is decided once, and never by two fields", "[http]") {
    CHECK(framingOf({{"content-length", "12"}}, {})->length == 12);
    CHECK(framingOf({{"transfer-encoding", "Chunked"}}, {})->kind == Framing::Kind::Chunked);
    CHECK(framingOf({}, {Framing::Kind::UntilClose, 0})->kind == Framing::Kind::UntilClose);
    CHECK_FALSE(framingOf({{"content-length", "12"}, {"transfer-encoding", "chunked"}}, {}));
    CHECK_FALSE(framingOf({{"transfer-encoding", "gzip, chunked"}}, {}));
    for (const auto* const length : {"-1", "+1", "1 2", "0x10", "", "99999999999999999999999"}) {
        CHECK_FALSE(framingOf({{"content-length", length}}, {}));
    }
}
