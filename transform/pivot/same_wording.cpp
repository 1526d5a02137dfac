#include "transform/pivot/same_wording.hpp"

#include <cstddef>
#include <cstdint>

namespace ncp::transform::pivot {
namespace {

/// Reads the letters and digits of a UTF-8 text one by one, lower case.
class Letters {
  public:
    explicit Letters(std::string_view text) noexcept : text_(text) {}

    /// 0 at the end.
    std::uint32_t next() noexcept {
        while (!text_.empty()) {
            const auto point = take();
            const bool decimal = (point == '.' || point == ',') && isDigit(last_) && !text_.empty() &&
                                 isDigit(static_cast<unsigned char>(text_.front()));
            if (decimal || counts(point)) {
                last_ = decimal ? '.' : lowered(point);
                return last_;
            }
            last_ = point;
        }
        return 0;
    }

  private:
    std::uint32_t take() noexcept {
        const auto first = static_cast<unsigned char>(text_.front());
        const std::size_t length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        std::uint32_t point = length == 1 ? first : first & (0xFFU >> (length + 1));
        for (std::size_t i = 1; i < length && i < text_.size(); ++i) {
            point = (point << 6U) | (static_cast<unsigned char>(text_[i]) & 0x3FU);
        }
        text_.remove_prefix(length < text_.size() ? length : text_.size());
        return point;
    }

    static bool isDigit(std::uint32_t point) noexcept { return point >= '0' && point <= '9'; }

    /// Punctuation and spaces of Latin-1 and U+2000 to U+206F say nothing. Signs that change a meaning do:
    /// + % < > = and the like.
    static bool counts(std::uint32_t point) noexcept {
        if (point < 0x80) {
            return (point >= '0' && point <= '9') || (point >= 'A' && point <= 'Z') ||
                   (point >= 'a' && point <= 'z') || point == '+' || point == '%' || point == '<' ||
                   point == '>' || point == '=' || point == '~' || point == '^' || point == '*';
        }
        const bool latinSign =
            point <= 0xBF && point != 0xB5 && point != 0xB1 && point != 0xAA && point != 0xBA;
        return !latinSign && !(point >= 0x2000 && point <= 0x206F);
    }

    static std::uint32_t lowered(std::uint32_t point) noexcept {
        if ((point >= 'A' && point <= 'Z') || (point >= 0xC0 && point <= 0xDE && point != 0xD7)) {
            return point + 32;
        }
        const bool pairs = (point >= 0x100 && point <= 0x137) || (point >= 0x14A && point <= 0x177);
        const bool oddPairs = (point >= 0x139 && point <= 0x148) || (point >= 0x179 && point <= 0x17E);
        if (pairs) {
            return point | 1U;
        }
        return oddPairs && (point & 1U) != 0 ? point + 1 : point;
    }

    std::string_view text_;
    std::uint32_t last_ = 0;
};

} // namespace

bool isSameWording(std::string_view one, std::string_view other) noexcept {
    if (one == other) {
        return true;
    }
    Letters left{one};
    Letters right{other};
    while (true) {
        const auto a = left.next();
        if (a != right.next()) {
            return false;
        }
        if (a == 0) {
            return true;
        }
    }
}

std::uint64_t wordingHash(std::string_view text) noexcept {
    // FNV-1a, over letters instead of bytes.
    constexpr std::uint64_t kBasis = 0xcbf29ce484222325U;
    constexpr std::uint64_t kPrime = 0x100000001b3U;
    std::uint64_t hash = kBasis;
    Letters letters{text};
    for (auto letter = letters.next(); letter != 0; letter = letters.next()) {
        hash = (hash ^ letter) * kPrime;
    }
    return hash;
}

} // namespace ncp::transform::pivot
