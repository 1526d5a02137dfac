#include "transform/render/paper/words.hpp"

namespace ncp::transform::render::paper {

namespace {

/// U+202A to U+202E and U+2066 to U+2069 in UTF-8: E2 80 AA to AE, E2 81 A6 to A9.
bool turnsDirection(std::string_view text) {
    if (text.size() < 3 || text[0] != '\xE2') {
        return false;
    }
    const auto second = static_cast<unsigned char>(text[1]);
    const auto third = static_cast<unsigned char>(text[2]);
    return (second == 0x80 && third >= 0xAA && third <= 0xAE) ||
           (second == 0x81 && third >= 0xA6 && third <= 0xA9);
}

/// U+0080 to U+009F in UTF-8: C2 80 to C2 9F.
bool isUpperControl(std::string_view text) {
    if (text.size() < 2 || text[0] != '\xC2') {
        return false;
    }
    const auto second = static_cast<unsigned char>(text[1]);
    return second >= 0x80 && second <= 0x9F;
}

/// U+2028 and U+2029, at which a paragraph would end: E2 80 A8, E2 80 A9.
bool isSeparator(std::string_view text) {
    return text.starts_with("\u2028") || text.starts_with("\u2029");
}

} // namespace

std::string cleaned(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::string_view rest = text.substr(at);
        const auto byte = static_cast<unsigned char>(text[at]);
        if (turnsDirection(rest)) {
            at += 2;
        } else if (isSeparator(rest)) {
            out += ' ';
            at += 2;
        } else if (isUpperControl(rest)) {
            out += ' ';
            ++at;
        } else {
            out += byte < 0x20 || byte == 0x7F ? ' ' : text[at];
        }
    }
    return out;
}

} // namespace ncp::transform::render::paper
