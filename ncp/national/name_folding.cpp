#include "ncp/national/name_folding.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ncp::national {
namespace {

constexpr char32_t kLatinFirst = 0xC0;
constexpr char32_t kLatinLast = 0x17F;

/// Base letters of U+00C0 to U+017F; blank for the two signs that are no letters.
constexpr std::array<std::string_view, kLatinLast - kLatinFirst + 1> kLatin{
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",  // C0
    "d", "n", "o",  "o",  "o", "o", "o",  " ", "o", "u", "u", "u", "u", "y", "th", "ss", // D0
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",  // E0
    "d", "n", "o",  "o",  "o", "o", "o",  " ", "o", "u", "u", "u", "u", "y", "th", "y",  // F0
    "a", "a", "a",  "a",  "a", "a", "c",  "c", "c", "c", "c", "c", "c", "c", "d",  "d",  // 100
    "d", "d", "e",  "e",  "e", "e", "e",  "e", "e", "e", "e", "e", "g", "g", "g",  "g",  // 110
    "g", "g", "g",  "g",  "h", "h", "h",  "h", "i", "i", "i", "i", "i", "i", "i",  "i",  // 120
    "i", "i", "ij", "ij", "j", "j", "k",  "k", "k", "l", "l", "l", "l", "l", "l",  "l",  // 130
    "l", "l", "l",  "n",  "n", "n", "n",  "n", "n", "n", "n", "n", "o", "o", "o",  "o",  // 140
    "o", "o", "oe", "oe", "r", "r", "r",  "r", "r", "r", "s", "s", "s", "s", "s",  "s",  // 150
    "s", "s", "t",  "t",  "t", "t", "t",  "t", "u", "u", "u", "u", "u", "u", "u",  "u",  // 160
    "u", "u", "u",  "u",  "w", "w", "y",  "y", "y", "z", "z", "z", "z", "z", "z",  "s"}; // 170

struct Mapped {
    char32_t from;
    char32_t to;
};
/// Greek letters with accents (and the final sigma), by their plain small letter.
constexpr std::array kGreek{
    Mapped{0x386, 0x3B1}, Mapped{0x388, 0x3B5}, Mapped{0x389, 0x3B7}, Mapped{0x38A, 0x3B9},
    Mapped{0x38C, 0x3BF}, Mapped{0x38E, 0x3C5}, Mapped{0x38F, 0x3C9}, Mapped{0x390, 0x3B9},
    Mapped{0x3AA, 0x3B9}, Mapped{0x3AB, 0x3C5}, Mapped{0x3AC, 0x3B1}, Mapped{0x3AD, 0x3B5},
    Mapped{0x3AE, 0x3B7}, Mapped{0x3AF, 0x3B9}, Mapped{0x3B0, 0x3C5}, Mapped{0x3C2, 0x3C3},
    Mapped{0x3CA, 0x3B9}, Mapped{0x3CB, 0x3C5}, Mapped{0x3CC, 0x3BF}, Mapped{0x3CD, 0x3C5},
    Mapped{0x3CE, 0x3C9},
};

/// Takes one code point off well-formed UTF-8; a stray byte stands for itself.
char32_t take(std::string_view& text) {
    const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(text[at]); };
    const std::size_t length = byte(0) < 0xC0 ? 1 : byte(0) < 0xE0 ? 2 : byte(0) < 0xF0 ? 3 : 4;
    if (length > text.size() || length == 1) {
        const char32_t only = byte(0);
        text.remove_prefix(1);
        return only;
    }
    auto value = static_cast<char32_t>(byte(0) & (0x7FU >> length));
    for (std::size_t i = 1; i < length; ++i) {
        value = (value << 6U) | (byte(i) & 0x3FU);
    }
    text.remove_prefix(length);
    return value;
}

void append(std::string& out, char32_t c) {
    const auto put = [&](char32_t value) { out.push_back(static_cast<char>(value)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6U));
        put(0x80 | (c & 0x3FU));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12U));
        put(0x80 | ((c >> 6U) & 0x3FU));
        put(0x80 | (c & 0x3FU));
    } else {
        put(0xF0 | (c >> 18U));
        put(0x80 | ((c >> 12U) & 0x3FU));
        put(0x80 | ((c >> 6U) & 0x3FU));
        put(0x80 | (c & 0x3FU));
    }
}

char32_t foldedGreekOrCyrillic(char32_t c) {
    if (const auto* accented = std::ranges::find(kGreek, c, &Mapped::from); accented != kGreek.end()) {
        return accented->to;
    }
    if ((c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F)) {
        return c + 0x20;
    }
    return c >= 0x400 && c <= 0x40F ? c + 0x50 : c;
}

bool separates(char32_t c) {
    return c <= 0x20 || c == '-' || c == '\'' || c == '.' || c == 0xA0 || (c >= 0x2010 && c <= 0x2015) ||
           c == 0x2019;
}

void appendFolded(std::string& out, char32_t c) {
    if (separates(c)) {
        out.push_back(' ');
    } else if (c >= 'A' && c <= 'Z') {
        out.push_back(static_cast<char>(c + 0x20));
    } else if (c >= kLatinFirst && c <= kLatinLast) {
        out.append(kLatin.at(c - kLatinFirst));
    } else if (c < 0x300 || c > 0x36F) { // combining marks fall away
        append(out, foldedGreekOrCyrillic(c));
    }
}

std::vector<std::string_view> words(std::string_view folded) {
    std::vector<std::string_view> found;
    while (!folded.empty()) {
        const auto end = std::min(folded.find(' '), folded.size());
        if (end > 0) {
            found.push_back(folded.substr(0, end));
        }
        folded.remove_prefix(std::min(end + 1, folded.size()));
    }
    return found;
}

} // namespace

std::string foldName(std::string_view name) {
    std::string letters;
    while (!name.empty()) {
        appendFolded(letters, take(name));
    }
    std::string folded;
    for (const auto word : words(letters)) {
        folded.append(folded.empty() ? "" : " ").append(word);
    }
    return folded;
}

bool holdsWords(std::string_view name, std::string_view wanted) {
    const auto foldedName = foldName(name);
    const auto foldedWanted = foldName(wanted);
    const auto held = words(foldedName);
    return std::ranges::all_of(words(foldedWanted), [&](std::string_view word) {
        return std::ranges::find(held, word) != held.end();
    });
}

} // namespace ncp::national
