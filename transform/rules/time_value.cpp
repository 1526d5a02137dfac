#include "transform/rules/time_value.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

namespace ncp::transform::rules {
namespace {

bool allDigits(std::string_view text) noexcept {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

unsigned number(std::string_view digits) noexcept {
    unsigned value = 0;
    for (const char c : digits) {
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value;
}

/// The digits before a fraction or a zone.
std::string_view digitsOf(std::string_view value) noexcept {
    return value.substr(0, value.find_first_of(".+-"));
}

bool isZone(std::string_view zone) noexcept {
    return zone.empty() ||
           (zone.size() == 5 && (zone[0] == '+' || zone[0] == '-') && allDigits(zone.substr(1)) &&
            number(zone.substr(1, 2)) <= 14 && number(zone.substr(3, 2)) < 60);
}

bool isDate(std::string_view digits) noexcept {
    const auto year = number(digits.substr(0, 4));
    const auto month = digits.size() >= 6 ? number(digits.substr(4, 2)) : 1;
    const auto day = digits.size() >= 8 ? number(digits.substr(6, 2)) : 1;
    return year > 0 && std::chrono::year_month_day{std::chrono::year{static_cast<int>(year)},
                                                   std::chrono::month{month}, std::chrono::day{day}}
                           .ok();
}

bool isClock(std::string_view digits) noexcept {
    return (digits.size() < 10 || number(digits.substr(8, 2)) < 24) &&
           (digits.size() < 12 || number(digits.substr(10, 2)) < 60) &&
           (digits.size() < 14 || number(digits.substr(12, 2)) <= 60);
}

/// What a value can mean, in UTC.
struct Span {
    std::chrono::sys_seconds first;
    std::chrono::sys_seconds last;
};

/// Nothing for a value without a zone or a day.
std::optional<Span> spanOf(std::string_view value) noexcept {
    using namespace std::chrono;
    constexpr std::size_t kDay = 8;
    const auto digits = digitsOf(value);
    const auto zone = value.find_first_of("+-");
    if (zone == std::string_view::npos || digits.size() < kDay) {
        return std::nullopt;
    }
    const auto part = [&](std::size_t at) { return at < digits.size() ? number(digits.substr(at, 2)) : 0U; };
    const auto offset = hours{number(value.substr(zone + 1, 2))} + minutes{number(value.substr(zone + 3, 2))};
    const sys_days day{year{static_cast<int>(number(digits.substr(0, 4)))} / month{part(4)} /
                       std::chrono::day{part(6)}};
    const auto local = day + hours{part(8)} + minutes{part(10)} + seconds{part(12)};
    const auto first = value[zone] == '-' ? local + offset : local - offset;
    const seconds length = digits.size() == kDay       ? hours{24}
                           : digits.size() == kDay + 2 ? hours{1}
                           : digits.size() == kDay + 4 ? seconds{minutes{1}}
                                                       : seconds{1};
    return Span{first, first + length - seconds{1}};
}

} // namespace

bool isTimeValue(std::string_view value) noexcept {
    const auto digits = digitsOf(value);
    auto rest = value.substr(digits.size());
    if (digits.size() < 4 || digits.size() > 14 || digits.size() % 2 != 0 || !allDigits(digits)) {
        return false;
    }
    if (rest.starts_with('.')) {
        const auto end = rest.find_first_of("+-");
        const auto fraction = rest.substr(1, end == std::string_view::npos ? end : end - 1);
        if (digits.size() != 14 || fraction.empty() || fraction.size() > 6 || !allDigits(fraction)) {
            return false;
        }
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end);
    }
    return isZone(rest) && isDate(digits) && isClock(digits);
}

bool isLater(std::string_view a, std::string_view b) noexcept {
    const auto from = spanOf(a);
    const auto until = spanOf(b);
    if (from && until) {
        return from->first > until->last;
    }
    const auto left = digitsOf(a);
    const auto right = digitsOf(b);
    const auto common = std::min(left.size(), right.size());
    return left.substr(0, common) > right.substr(0, common);
}

} // namespace ncp::transform::rules
