#include "transform/render/misleading.hpp"

namespace ncp::transform::render {

std::size_t misleadingCharacter(std::string_view text) noexcept {
    if (text.size() < 2) {
        return 0;
    }
    const auto first = static_cast<unsigned char>(text[0]);
    const auto second = static_cast<unsigned char>(text[1]);
    if (first == 0xC2) {
        return (second >= 0x80 && second <= 0x9F) || second == 0xAD ? 2 : 0;
    }
    if (first != 0xE2 || text.size() < 3) {
        return 0;
    }
    const auto third = static_cast<unsigned char>(text[2]);
    const bool direction = (second == 0x80 && third >= 0xAA && third <= 0xAE) ||
                           (second == 0x81 && third >= 0xA6 && third <= 0xA9);
    const bool unseen = (second == 0x80 && third == 0x8B) || (second == 0x81 && third == 0xA0);
    return direction || unseen ? 3 : 0;
}

} // namespace ncp::transform::render
