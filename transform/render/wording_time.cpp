#include "transform/render/wording.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace ncp::transform::render {

namespace {

bool isDigit(char c) noexcept {
    return c >= '0' && c <= '9';
}

struct Parts {
    std::string_view year;
    std::string_view month;
    std::string_view day;
    std::string_view hour;
    std::string_view minute;
    std::string zone; ///< distance from UTC as it is said: `+1`, `−3:30`, empty for UTC itself
    bool zoned = false;
};

/// `+0100` as `+1`; a zone of another form as it stands.
std::string zoneWords(std::string_view zone) {
    if (zone.size() != 5 || !std::all_of(zone.begin() + 1, zone.end(), isDigit)) {
        return std::string{zone};
    }
    const std::string_view minutes = zone.substr(3);
    std::string words = zone.front() == '-' ? "\u2212" : "+";
    words += zone[1] == '0' ? zone.substr(2, 1) : zone.substr(1, 2);
    if (minutes != "00") {
        words += ':';
        words += minutes;
    }
    return zone.substr(1) == "0000" ? std::string{} : words;
}

std::optional<Parts> split(std::string_view value) {
    Parts parts;
    const std::size_t zone = value.find_first_of("+-");
    std::string_view digits = value.substr(0, zone);
    if (zone != std::string_view::npos) {
        parts.zoned = true;
        parts.zone = zoneWords(value.substr(zone));
    }
    digits = digits.substr(0, digits.find('.'));
    if (digits.size() < 4 || digits.size() % 2 != 0 || !std::all_of(digits.begin(), digits.end(), isDigit)) {
        return std::nullopt;
    }
    const auto piece = [digits](std::size_t at, std::size_t length) {
        return digits.size() >= at + length ? digits.substr(at, length) : std::string_view{};
    };
    parts.year = piece(0, 4);
    parts.month = piece(4, 2);
    parts.day = piece(6, 2);
    parts.hour = piece(8, 2);
    parts.minute = piece(10, 2);
    const auto within = [](std::string_view text, int low, int high) {
        int value_ = 0;
        std::from_chars(text.data(), text.data() + text.size(), value_);
        return text.empty() || (value_ >= low && value_ <= high);
    };
    return within(parts.month, 1, 12) && within(parts.day, 1, 31) && within(parts.hour, 0, 23)
               ? std::optional{parts}
               : std::nullopt;
}

std::string withoutZero(std::string_view digits) {
    return std::string{digits.starts_with('0') ? digits.substr(1) : digits};
}

} // namespace

std::string lowerFirst(std::string text) {
    if (!text.empty() && text.front() >= 'A' && text.front() <= 'Z') {
        text.front() = static_cast<char>(text.front() - 'A' + 'a');
    }
    return text;
}

std::string Wording::date(const cda::TimeStamp& time) const {
    if (time.value.empty()) {
        return time.nullFlavor.empty() ? std::string{} : nullFlavor(time.nullFlavor);
    }
    if (!time.nullFlavor.empty()) {
        return date({time.value, {}}) + doubt(time.nullFlavor);
    }
    const auto parts = split(time.value);
    if (!parts) {
        return time.value;
    }
    if (parts->month.empty()) {
        return std::string{parts->year};
    }
    const std::string month = text("month." + withoutZero(parts->month));
    if (parts->day.empty()) {
        return text("date.month_year", {month, parts->year});
    }
    const std::string day =
        language_ == TextLanguage::English
            ? text("date.day_month_year", {withoutZero(parts->day), month, parts->year})
            : std::string{parts->day} + '.' + std::string{parts->month} + '.' + std::string{parts->year};
    const std::string clock = timeOfDay(time);
    if (clock.empty()) {
        return day;
    }
    return text("date.with_time", {day, parts->zoned ? text("date.in_zone", {clock, parts->zone}) : clock});
}

std::string Wording::timeOfDay(const cda::TimeStamp& time) const {
    const auto parts = split(time.value);
    if (!parts || parts->hour.empty()) {
        return {};
    }
    const std::string minute{parts->minute.empty() ? "00" : parts->minute};
    if (parts->hour == "00" && minute == "00") {
        return {}; // senders pad dates with zeros
    }
    return std::string{parts->hour} + ':' + minute;
}

std::string Wording::clock(const cda::TimeStamp& time, const std::optional<cda::TimeStamp>& end) const {
    const auto shown = [](const std::optional<Parts>& parts) {
        return parts && !parts->hour.empty() ? std::string{parts->hour} + ':' +
                                                   std::string{parts->minute.empty() ? "00" : parts->minute}
                                             : std::string{};
    };
    const auto parts = split(time.value);
    std::string words = shown(parts);
    if (words.empty()) {
        return words;
    }
    if (const std::string until = end ? shown(split(end->value)) : std::string{};
        !until.empty() && until != words) {
        words += "\u2013" + until;
    }
    return parts->zoned ? text("date.in_zone", {words, parts->zone}) : words;
}

std::string Wording::period(const cda::TimeRange& range) const {
    if (range.exact) {
        return date(*range.exact);
    }
    const std::string low = range.low ? date(*range.low) : std::string{};
    const std::string high = range.high ? date(*range.high) : std::string{};
    const bool lowKnown = range.low && !range.low->value.empty();
    const bool highKnown = range.high && !range.high->value.empty();
    std::string words;
    if (lowKnown && highKnown) {
        words = low == high ? low : text("date.from_until", {low, high});
    } else if (lowKnown && range.high && range.high->nullFlavor == "NA") {
        words = text("date.from_open", {low});
    } else if (lowKnown) {
        words = high.empty() ? text("date.from", {low}) : text("date.from_until", {low, lowerFirst(high)});
    } else if (highKnown) {
        words = text("date.until", {high});
    } else if (range.centre) {
        words = text("posology.around", {date(*range.centre)});
    } else if (range.low || range.high) {
        words = low.empty() ? high : low;
    }
    if (range.width) {
        const std::string width = quantity(*range.width);
        words = words.empty() ? text("posology.for_duration", {width})
                              : words + ", " + text("posology.for_duration", {width});
    }
    return words.empty() && !range.nullFlavor.empty() ? nullFlavor(range.nullFlavor) : words;
}

std::string Wording::since(const cda::TimeRange& range) const {
    return isStart(range) && !range.exact && range.low ? date(*range.low) : period(range);
}

bool isStart(const cda::TimeRange& range) noexcept {
    return range.exact || (!range.width && !range.centre && (!range.high || range.high->empty()));
}

} // namespace ncp::transform::render
