#include "base/clock.hpp"

#include <array>
#include <cstdio>
#include <optional>

namespace ncp {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

struct Fields {
    int year;
    unsigned month;
    unsigned day;
    int hour;
    int minute;
    int second;
    int millisecond;
};

Fields split(Instant instant) {
    const auto date = std::chrono::floor<days>(instant);
    const std::chrono::year_month_day calendar{date};
    const std::chrono::hh_mm_ss<milliseconds> time{instant - date};
    return {static_cast<int>(calendar.year()),          static_cast<unsigned>(calendar.month()),
            static_cast<unsigned>(calendar.day()),      static_cast<int>(time.hours().count()),
            static_cast<int>(time.minutes().count()),   static_cast<int>(time.seconds().count()),
            static_cast<int>(time.subseconds().count())};
}

template <class... Args>
std::string print(const char* format, Args... args) {
    std::array<char, 64> buffer{};
    const int length = std::snprintf(buffer.data(), buffer.size(), format, args...);
    return {buffer.data(), static_cast<std::size_t>(length)};
}

/// Reads exactly `count` digits from the front of `text`.
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

bool take(std::string_view& text, char c) {
    if (text.empty() || text.front() != c) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

std::optional<std::chrono::sys_days> takeDate(std::string_view& text) {
    const auto year = takeNumber(text, 4);
    if (!year || !take(text, '-')) {
        return std::nullopt;
    }
    const auto month = takeNumber(text, 2);
    if (!month || !take(text, '-')) {
        return std::nullopt;
    }
    const auto day = takeNumber(text, 2);
    if (!day) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    return date.ok() ? std::optional{std::chrono::sys_days{date}} : std::nullopt;
}

std::optional<milliseconds> takeTime(std::string_view& text) {
    const auto hour = takeNumber(text, 2);
    if (!hour || *hour > 23 || !take(text, ':')) {
        return std::nullopt;
    }
    const auto minute = takeNumber(text, 2);
    if (!minute || *minute > 59 || !take(text, ':')) {
        return std::nullopt;
    }
    const auto second = takeNumber(text, 2);
    if (!second || *second > 60) {
        return std::nullopt;
    }
    milliseconds time = hours{*hour} + minutes{*minute} + seconds{*second};
    if (take(text, '.')) {
        int scale = 100;
        bool any = false;
        while (const auto digit = takeNumber(text, 1)) {
            time += milliseconds{*digit * scale};
            scale /= 10;
            any = true;
        }
        if (!any) {
            return std::nullopt;
        }
    }
    return time;
}

std::optional<minutes> takeZone(std::string_view& text) {
    if (text.empty() || take(text, 'Z')) {
        return minutes{0};
    }
    const int sign = text.front() == '-' ? -1 : 1;
    if (!take(text, '+') && !take(text, '-')) {
        return std::nullopt;
    }
    const auto hour = takeNumber(text, 2);
    if (!hour || *hour > 14 || !take(text, ':')) {
        return std::nullopt;
    }
    const auto minute = takeNumber(text, 2);
    if (!minute || *minute > 59) {
        return std::nullopt;
    }
    return sign * (hours{*hour} + minutes{*minute});
}

} // namespace

Instant SystemClock::now() const {
    return std::chrono::time_point_cast<milliseconds>(std::chrono::system_clock::now());
}

std::string formatXmlDateTime(Instant instant) {
    const auto f = split(instant);
    return print("%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", f.year, f.month, f.day, f.hour, f.minute, f.second,
                 f.millisecond);
}

Result<Instant> parseXmlDateTime(std::string_view text) {
    const auto date = takeDate(text);
    if (!date || !take(text, 'T')) {
        return fail(ErrorCode::MalformedMessage, "not a date and time (YYYY-MM-DDThh:mm:ssZ)");
    }
    const auto time = takeTime(text);
    const auto zone = time ? takeZone(text) : std::nullopt;
    if (!zone || !text.empty()) {
        return fail(ErrorCode::MalformedMessage, "not a date and time (YYYY-MM-DDThh:mm:ssZ)");
    }
    return Instant{*date} + *time - *zone;
}

std::string formatHl7(Instant instant) {
    const auto f = split(instant);
    return print("%04d%02u%02u%02d%02d%02d", f.year, f.month, f.day, f.hour, f.minute, f.second);
}

std::string formatHl7WithZone(Instant instant) {
    const auto f = split(instant);
    return print("%04d%02u%02u%02d%02d%02d.%03d+0000", f.year, f.month, f.day, f.hour, f.minute, f.second,
                 f.millisecond);
}

std::string formatDate(Instant instant) {
    const auto f = split(instant);
    return print("%04d-%02u-%02u", f.year, f.month, f.day);
}

} // namespace ncp
