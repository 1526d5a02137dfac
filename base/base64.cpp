#include "base/base64.hpp"

#include <array>
#include <cstdint>

namespace ncp {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNotBase64 = 0xFF;
constexpr std::uint8_t kSpace = 0xFE;

consteval std::array<std::uint8_t, 256> makeDecodeTable() {
    std::array<std::uint8_t, 256> table{};
    table.fill(kNotBase64);
    for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
        table.at(static_cast<unsigned char>(kAlphabet[i])) = static_cast<std::uint8_t>(i);
    }
    for (const char space : {' ', '\t', '\r', '\n'}) {
        table.at(static_cast<unsigned char>(space)) = kSpace;
    }
    return table;
}
constexpr auto kDecode = makeDecodeTable();

std::uint32_t byteAt(std::string_view bytes, std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i]));
}

} // namespace

std::string base64Encode(std::string_view bytes) {
    std::string out;
    out.resize((bytes.size() + 2) / 3 * 4);
    std::size_t at = 0;
    std::size_t i = 0;
    const auto put = [&](std::uint32_t group, std::size_t characters) {
        for (std::size_t k = 0; k < 4; ++k) {
            out[at++] = k < characters ? kAlphabet[(group >> (18 - 6 * k)) & 63U] : '=';
        }
    };
    for (; i + 3 <= bytes.size(); i += 3) {
        put(byteAt(bytes, i) << 16 | byteAt(bytes, i + 1) << 8 | byteAt(bytes, i + 2), 4);
    }
    if (bytes.size() - i == 1) {
        put(byteAt(bytes, i) << 16, 2);
    } else if (bytes.size() - i == 2) {
        put(byteAt(bytes, i) << 16 | byteAt(bytes, i + 1) << 8, 3);
    }
    return out;
}

Result<std::string> base64Decode(std::string_view text) {
    std::string out;
    out.reserve(text.size() / 4 * 3);
    std::uint32_t group = 0;
    int digits = 0;
    int padding = 0;
    for (const char c : text) {
        const auto value = kDecode[static_cast<unsigned char>(c)];
        if (value == kSpace) {
            continue;
        }
        if (c == '=') {
            ++padding;
            continue;
        }
        if (value == kNotBase64 || padding > 0) {
            return fail(ErrorCode::InputRefused, "not base64");
        }
        group = group << 6 | value;
        if (++digits == 4) {
            out.push_back(static_cast<char>(group >> 16 & 0xFF));
            out.push_back(static_cast<char>(group >> 8 & 0xFF));
            out.push_back(static_cast<char>(group & 0xFF));
            group = 0;
            digits = 0;
        }
    }
    if (digits == 1 || (digits == 0 && padding != 0) ||
        (digits != 0 && padding != 0 && digits + padding != 4)) {
        return fail(ErrorCode::InputRefused, "base64 ends within a group");
    }
    if (digits >= 2) {
        out.push_back(static_cast<char>(group >> (digits == 2 ? 4 : 10) & 0xFF));
    }
    if (digits == 3) {
        out.push_back(static_cast<char>(group >> 2 & 0xFF));
    }
    return out;
}

std::string hexEncode(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out.push_back(digits[byte >> 4U]);
        out.push_back(digits[byte & 15U]);
    }
    return out;
}

} // namespace ncp
