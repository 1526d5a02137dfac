#include "ncp/ihe/hl7_time.hpp"

#include <optional>

namespace ncp::ihe {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

tl::unexpected<Error> malformed() {
    return fail(ErrorCode::MalformedMessage, "malformed HL7 time");
}

/// Takes `count` digits off the front; nothing, and nothing taken, where they are not there.
std::optional<int> takeNumber(std::string_view& text, std::size_t count) {
    if (text.size() < count) {
        return std::nullopt;
    }
    int value = 0;
    for (const char c : text.substr(0, count)) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(count);
    return value;
}

milliseconds takeFraction(std::string_view& text) {
    milliseconds fraction{0};
    if (!text.starts_with('.')) {
        return fraction;
    }
    text.remove_prefix(1);
    int scale = 100;
    while (const auto digit = takeNumber(text, 1)) {
        fraction += milliseconds{*digit * scale};
        scale /= 10;
    }
    return fraction;
}

std::optional<minutes> takeZone(std::string_view& text) {
    if (text.empty() || text == "Z") {
        text = {};
        return minutes{0};
    }
    const int sign = text.front() == '-' ? -1 : 1;
    if (text.front() != '+' && text.front() != '-') {
        return std::nullopt;
    }
    text.remove_prefix(1);
    const auto hour = takeNumber(text, 2);
    const auto minute = takeNumber(text, 2);
    if (!hour || !minute || *hour > 14 || *minute > 59) {
        return std::nullopt;
    }
    return sign * (hours{*hour} + minutes{*minute});
}

} // namespace

Result<Instant> parseHl7Time(std::string_view text) {
    const auto year = takeNumber(text, 4);
    const auto month = takeNumber(text, 2);
    const auto day = takeNumber(text, 2);
    if (!year || !month || !day) {
        return malformed();
    }
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    const auto hour = takeNumber(text, 2);
    const auto minute = hour ? takeNumber(text, 2) : std::nullopt;
    const auto second = minute ? takeNumber(text, 2) : std::nullopt;
    if (!date.ok() || hour.value_or(0) > 24 || minute.value_or(0) > 59 || second.value_or(0) > 60) {
        return malformed();
    }
    const auto fraction = second ? takeFraction(text) : milliseconds{0};
    const auto zone = takeZone(text);
    if (!zone || !text.empty()) {
        return malformed();
    }
    return std::chrono::sys_days{date} + hours{hour.value_or(0) % 24} + minutes{minute.value_or(0)} +
           seconds{second.value_or(0)} + fraction - *zone;
}

} // namespace ncp::ihe
