#include "transform/render/paper/words.hpp"

#include "transform/render/misleading.hpp"

namespace ncp::transform::render::paper {

namespace {

/// U+0080 to U+009F in UTF-8: C2 80 to C2 9F. They part words, U+0085 ends a line.
bool isUpperControl(std::string_view misleading) {
    return misleading[0] == '\xC2' && static_cast<unsigned char>(misleading[1]) <= 0x9F;
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
        if (const std::size_t misleading = misleadingCharacter(rest); misleading > 0) {
            out += isUpperControl(rest) ? " " : "";
            at += misleading - 1;
        } else if (isSeparator(rest)) {
            out += ' ';
            at += 2;
        } else {
            out += byte < 0x20 || byte == 0x7F ? ' ' : text[at];
        }
    }
    return out;
}

} // namespace ncp::transform::render::paper
