#include "ncp/discovery/mask_format.hpp"

#include "base/xml/intake.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <regex>
#include <string>
#include <vector>

namespace ncp::discovery {
namespace {

/// libstdc++ builds one state for each repetition; beyond this its recursion could exhaust the stack.
constexpr std::size_t kStateLimit = 2000;

std::size_t afterBracket(std::string_view format, std::size_t at) {
    for (++at; at < format.size() && format[at] != ']'; ++at) {
        if (format[at] == '\\') {
            ++at;
        }
    }
    return at;
}

/// The larger bound of `{n}`, `{n,}` or `{n,m}` that begins at `at`.
std::size_t repetition(std::string_view format, std::size_t at) {
    std::size_t largest = 1;
    for (++at; at < format.size() && format[at] != '}'; ++at) {
        std::size_t bound = 0;
        const auto [end, fault] = std::from_chars(format.data() + at, format.data() + format.size(), bound);
        if (fault == std::errc{}) {
            largest = std::max(largest, bound);
            at = static_cast<std::size_t>(end - format.data()) - 1;
        } else if (fault == std::errc::result_out_of_range) {
            return kStateLimit + 1;
        }
    }
    return largest;
}

/// Roughly how many states an expression unfolds into.
std::size_t unfoldedSize(std::string_view format) {
    struct Level {
        std::size_t before = 0;
        std::size_t last = 0;
    };
    const auto add = [](Level& level, std::size_t size) {
        level.before += level.last;
        level.last = size;
    };
    std::vector<Level> levels(1);
    for (std::size_t i = 0; i < format.size(); ++i) {
        switch (format[i]) {
        case '\\':
            ++i;
            add(levels.back(), 1);
            break;
        case '[':
            i = afterBracket(format, i);
            add(levels.back(), 1);
            break;
        case '(':
            levels.emplace_back();
            break;
        case ')':
            if (levels.size() > 1) {
                const auto inner = levels.back().before + levels.back().last + 1;
                levels.pop_back();
                add(levels.back(), inner);
            }
            break;
        case '{':
            levels.back().last *= std::min(repetition(format, i), kStateLimit + 1);
            levels.back().last = std::min(levels.back().last, kStateLimit + 1);
            i = std::min(format.find('}', i), format.size());
            break;
        default:
            add(levels.back(), 1);
        }
    }
    return levels.front().before + levels.front().last;
}

std::wstring characters(std::string_view utf8) {
    std::wstring decoded;
    for (std::size_t i = 0; i < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        auto point = static_cast<unsigned>(lead) & (length == 1 ? 0x7FU : 0xFFU >> (length + 1));
        for (std::size_t k = 1; k < length; ++k) {
            point = (point << 6U) | (static_cast<unsigned char>(utf8[i + k]) & 0x3FU);
        }
        decoded.push_back(static_cast<wchar_t>(point));
        i += length;
    }
    return decoded;
}

/// The matcher that walks all states at once instead of trying one after the other: no expression makes it
/// slow, and it refuses back references.
constexpr auto kOptions = std::regex_constants::ECMAScript | std::regex_constants::__polynomial;

std::optional<std::wregex> compile(std::string_view format) {
    if (format.size() > kFormatLimit || !xml::isUtf8(format) || unfoldedSize(format) > kStateLimit) {
        return std::nullopt;
    }
    try {
        return std::wregex{characters(format), kOptions};
    } catch (const std::regex_error&) {
        return std::nullopt;
    }
}

} // namespace

bool isUsableFormat(std::string_view format) {
    return compile(format).has_value();
}

std::size_t characterCount(std::string_view text) noexcept {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool matchesFormat(std::string_view value, std::string_view format) {
    if (!xml::isUtf8(value) || characterCount(value) > kValueLimit) {
        return false;
    }
    if (format.empty()) {
        return true;
    }
    const auto expression = compile(format);
    try {
        return expression && std::regex_match(characters(value), *expression);
    } catch (const std::regex_error&) {
        return false;
    }
}

} // namespace ncp::discovery
