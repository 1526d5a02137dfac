#include "transform/terminology/import/clean_text.hpp"

#include "base/xml/intake.hpp"

#include <array>
#include <cstdint>

namespace ncp::transform::terminology::import {
namespace {

enum class Kind : std::uint8_t { Letter, Space, Forbidden };

struct Character {
    Kind kind = Kind::Letter;
    std::size_t bytes = 1;
};

constexpr std::array<std::string_view, 4> kWideSpaces{"\xC2\xA0", "\xE2\x80\x8B", "\xE2\x80\xAF",
                                                      "\xEF\xBB\xBF"}; // U+00A0, 200B, 202F, FEFF
constexpr std::array<std::string_view, 2> kLineEnds{"\xE2\x80\xA8", "\xE2\x80\xA9"}; // U+2028, 2029
/// U+202A to 202E and 2066 to 2069: embedding, override and isolate of the reading direction.
constexpr std::array<std::string_view, 9> kDirections{"\xE2\x80\xAA", "\xE2\x80\xAB", "\xE2\x80\xAC",
                                                      "\xE2\x80\xAD", "\xE2\x80\xAE", "\xE2\x81\xA6",
                                                      "\xE2\x81\xA7", "\xE2\x81\xA8", "\xE2\x81\xA9"};

template <std::size_t Size>
std::size_t startsWithOne(std::string_view text, const std::array<std::string_view, Size>& of) {
    for (const auto each : of) {
        if (text.starts_with(each)) {
            return each.size();
        }
    }
    return 0;
}

Character first(std::string_view text) {
    const auto byte = static_cast<unsigned char>(text.front());
    if (byte == ' ' || (byte >= '\t' && byte <= '\r')) {
        return {Kind::Space, 1};
    }
    if (byte < 0x20 || byte == 0x7F) {
        return {Kind::Forbidden, 1};
    }
    if (byte < 0x80) {
        return {};
    }
    if (const auto bytes = startsWithOne(text, kWideSpaces); bytes != 0) {
        return {Kind::Space, bytes};
    }
    if (const auto bytes = startsWithOne(text, kLineEnds); bytes != 0) {
        return {Kind::Space, bytes};
    }
    const bool control = byte == 0xC2 && text.size() > 1 && static_cast<unsigned char>(text[1]) < 0xA0;
    return control || startsWithOne(text, kDirections) != 0 ? Character{Kind::Forbidden, 1} : Character{};
}

} // namespace

std::optional<CleanText> clean(std::string_view text) {
    CleanText out;
    out.text.reserve(text.size());
    bool pending = false;
    for (auto rest = text; !rest.empty();) {
        const auto next = first(rest);
        if (next.kind == Kind::Forbidden) {
            return std::nullopt;
        }
        if (next.kind == Kind::Space) {
            pending = !out.text.empty();
        } else {
            if (pending) {
                out.text += ' ';
                pending = false;
            }
            out.text += rest.front();
        }
        rest.remove_prefix(next.bytes);
    }
    out.changed = out.text != text;
    return out;
}

std::optional<std::string> unmangled(std::string_view text) {
    std::string bytes;
    bool more = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80) {
            bytes += text[i];
            continue;
        }
        if ((byte != 0xC2 && byte != 0xC3) || i + 1 == text.size()) {
            return std::nullopt; // beyond Latin-1
        }
        ++i;
        const auto low = static_cast<unsigned char>(text[i]) & 0x3FU;
        bytes += static_cast<char>(static_cast<unsigned char>((byte & 0x03U) << 6U | low));
        more = true;
    }
    return more && xml::isUtf8(bytes) ? std::optional{std::move(bytes)} : std::nullopt;
}

std::optional<CleanText> cleanCode(std::string_view code) {
    constexpr std::size_t kMostBytes = 255;
    auto out = clean(code);
    return out && !out->text.empty() && out->text.size() <= kMostBytes ? out : std::nullopt;
}

} // namespace ncp::transform::terminology::import
