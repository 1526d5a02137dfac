#include "transform/rules/source_lines.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace ncp::transform::rules {
namespace {

/// A minified document: its one line shows nothing.
constexpr std::size_t kLongestLine = 400;
constexpr std::size_t kShownCharacters = 110;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// A character of UTF-8: its code point and length in bytes.
struct Character {
    std::uint32_t point = 0;
    std::size_t length = 1;
};

/// The character at the beginning of the text; nothing for bytes that are no UTF-8 (RFC 3629).
std::optional<Character> firstCharacter(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    if (lead < 0x80U) {
        return Character{lead, 1};
    }
    const std::size_t length = lead >= 0xF0U ? 4 : lead >= 0xE0U ? 3 : 2;
    if (lead < 0xC2U || lead > 0xF4U || text.size() < length) {
        return std::nullopt;
    }
    auto point = static_cast<std::uint32_t>(lead & (0xFFU >> (length + 1)));
    for (std::size_t i = 1; i < length; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0U) != 0x80U) {
            return std::nullopt;
        }
        point = (point << 6U) | (byte & 0x3FU);
    }
    return Character{point, length};
}

/// Characters that steer a terminal or turn the direction of writing (Unicode 15, categories Cc and
/// Bidi_Control).
bool isControl(std::uint32_t point) {
    return point < 0x20U || (point >= 0x7FU && point < 0xA0U) || point == 0x061CU ||
           (point >= 0x200EU && point <= 0x200FU) || (point >= 0x2028U && point <= 0x202EU) ||
           (point >= 0x2066U && point <= 0x2069U);
}

/// At most so many characters of a text, each fit for a terminal.
std::string shown(std::string_view text, std::size_t most) {
    std::string out;
    for (std::size_t count = 0; !text.empty(); ++count) {
        if (count == most) {
            return out + "…";
        }
        const auto character = firstCharacter(text);
        const auto length = character ? character->length : 1;
        if (character && !isControl(character->point)) {
            out += text.substr(0, length);
        } else {
            out += kReplacement;
        }
        text.remove_prefix(length);
    }
    return out;
}

} // namespace

SourceLines::SourceLines(std::string_view bytes) : bytes_(bytes) {
    if (!bytes.empty()) {
        starts_.push_back(0);
    }
    for (auto at = bytes.find('\n'); at != std::string_view::npos; at = bytes.find('\n', at + 1)) {
        starts_.push_back(at + 1);
    }
}

std::string SourceLines::excerpt(long number) const {
    if (number < 1 || static_cast<std::size_t>(number) > starts_.size()) {
        return {};
    }
    const auto begin = starts_[static_cast<std::size_t>(number) - 1];
    auto line = bytes_.substr(begin, bytes_.find('\n', begin) - begin);
    line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
    line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
    if (line.size() > kLongestLine) {
        return {};
    }
    auto tabless = std::string{line};
    std::ranges::replace(tabless, '\t', ' ');
    return shown(tabless, kShownCharacters);
}

std::string printable(std::string_view text) {
    return shown(text, text.size());
}

} // namespace ncp::transform::rules
