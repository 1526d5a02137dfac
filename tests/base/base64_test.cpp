#include "base/base64.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <string>

using namespace ncp;

TEST_CASE("base64 has the test vectors of RFC 4648", "[base64]") {
    const auto [plain, encoded] = GENERATE(table<std::string, std::string>({{"", ""},
                                                                            {"f", "Zg=="},
                                                                            {"fo", "Zm8="},
                                                                            {"foo", "Zm9v"},
                                                                            {"foob", "Zm9vYg=="},
                                                                            {"fooba", "Zm9vYmE="},
                                                                            {"foobar", "Zm9vYmFy"}}));
    CHECK(base64Encode(plain) == encoded);
    CHECK(base64Decode(encoded).value() == plain);
}

TEST_CASE("base64 decoding gives back what was encoded, whatever the bytes", "[base64]") {
    std::mt19937 random{7};
    for (std::size_t length = 0; length < 300; ++length) {
        std::string bytes(length, '\0');
        for (auto& byte : bytes) {
            byte = static_cast<char>(random() & 0xFF);
        }
        auto encoded = base64Encode(bytes);
        encoded.insert(encoded.size() / 2, "\r\n ");
        REQUIRE(base64Decode(encoded).value() == bytes);
    }
}

TEST_CASE("what is not base64 is refused", "[base64]") {
    const auto* text = GENERATE("Z", "Zg=", "Zg===", "=", "Zm9v=", "Zm9v!", "Zg==Zg==", "Zm-_");
    CHECK_FALSE(base64Decode(text));
}

TEST_CASE("hexadecimal is lower case and keeps zeros", "[base64]") {
    CHECK(hexEncode(std::string{"\x00\x0f\xff", 3}) == "000fff");
}
