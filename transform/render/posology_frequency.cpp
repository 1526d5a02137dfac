#include "transform/render/posology.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <utility>

namespace ncp::transform::render {

namespace {

std::optional<long> whole(double value) {
    const double rounded = std::round(value);
    return rounded >= 1 && rounded <= 1000 && std::abs(value - rounded) < 1e-9
               ? std::optional{static_cast<long>(rounded)}
               : std::nullopt;
}

/// How the texts name one UCUM unit of time.
struct PeriodWords {
    std::string_view unit;
    std::string_view one;    ///< every hour
    std::string_view second; ///< every second day; empty where the language has no word of its own
    std::string_view many;   ///< every {0} hours
    std::string_view times;  ///< {0} times a day
};

constexpr std::array kPeriods{
    PeriodWords{"min", "posology.every_minute", "", "posology.every_minutes", ""},
    PeriodWords{"h", "posology.every_hour", "", "posology.every_hours", "posology.times_hourly"},
    PeriodWords{"d", "posology.every_day", "posology.every_second_day", "posology.every_days",
                "posology.times_daily"},
    PeriodWords{"wk", "posology.every_week", "posology.every_second_week", "posology.every_weeks",
                "posology.times_weekly"},
    PeriodWords{"mo", "posology.every_month", "posology.every_second_month", "posology.every_months",
                "posology.times_monthly"},
    PeriodWords{"a", "posology.every_year", "", "posology.every_years", "posology.times_yearly"},
};

std::string timesPer(const PeriodWords& words, long count, const Wording& wording) {
    if (words.unit == "d" && count <= 2) {
        return wording.text(count == 1 ? "posology.once_daily" : "posology.twice_daily");
    }
    return wording.counted(words.times, std::to_string(count));
}

std::string every(const PeriodWords& words, long count, const Wording& wording) {
    if (count == 1) {
        return wording.text(words.one);
    }
    if (count == 2 && !words.second.empty()) {
        return wording.text(words.second);
    }
    return wording.text(words.many, {std::to_string(count)});
}

/// `every 4 to 6 hours`, each bound as it stands where it is of another unit or no whole number.
std::string rangeWords(const cda::Timing& timing, const PeriodWords* words, const Wording& wording) {
    const cda::Quantity& longest = *timing.longestPeriod;
    const auto shortest = numeric(timing.period.value);
    const auto last = numeric(longest.value);
    if (words == nullptr || longest.unit != timing.period.unit || !shortest || !last || !whole(*shortest) ||
        !whole(*last)) {
        cda::QuantityRange range;
        range.low = timing.period;
        range.high = longest;
        return wording.text("posology.every_period", {wording.quantityRange(range)});
    }
    const char* divider = wording.language() == TextLanguage::English ? "\u2013" : ".\u2013";
    return wording.text(words->many,
                        {std::to_string(*whole(*shortest)) + divider + std::to_string(*whole(*last))});
}

/// `every Monday`, for what is taken once a week from a stated day on: of methotrexate the day is what must
/// not be mistaken. Empty for any other period.
std::string weekdayWords(const cda::Timing& timing, const Wording& wording) {
    const auto length = numeric(timing.period.value);
    const bool weekly = !timing.longestPeriod && ((timing.period.unit == "wk" && length == 1.0) ||
                                                  (timing.period.unit == "d" && length == 7.0));
    const cda::TimeRange& phase = timing.phase;
    const auto& first = phase.low ? phase.low : phase.exact ? phase.exact : phase.centre;
    if (!weekly || timing.institutionSpecified || !first || phase.high || phase.width) {
        return {};
    }
    const auto part = [&](std::size_t at, std::size_t size) {
        return first->value.size() >= at + size ? numeric(first->value.substr(at, size)).value_or(0) : 0;
    };
    const std::chrono::year_month_day day{std::chrono::year{static_cast<int>(part(0, 4))},
                                          std::chrono::month{static_cast<unsigned>(part(4, 2))},
                                          std::chrono::day{static_cast<unsigned>(part(6, 2))}};
    if (!day.ok()) {
        return {};
    }
    const unsigned weekday = std::chrono::weekday{std::chrono::sys_days{day}}.iso_encoding();
    return wording.text("posology.every_weekday", {wording.text("weekday." + std::to_string(weekday))});
}

} // namespace

std::optional<double> numeric(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && std::isfinite(value)
               ? std::optional{value}
               : std::nullopt;
}

std::string frequencyWords(const cda::Timing& timing, const Wording& wording) {
    const std::string asItStands = wording.text("posology.every_period", {wording.quantity(timing.period)});
    const auto known = std::find_if(kPeriods.begin(), kPeriods.end(), [&](const PeriodWords& words) {
        return words.unit == timing.period.unit;
    });
    if (const std::string weekday = weekdayWords(timing, wording); !weekday.empty()) {
        return weekday;
    }
    if (timing.longestPeriod && !timing.longestPeriod->value.empty()) {
        return rangeWords(timing, known == kPeriods.end() ? nullptr : &*known, wording);
    }
    const auto length = numeric(timing.period.value);
    if (timing.period.value.empty()) {
        return lowerFirst(wording.text("posology.frequency_unknown"));
    }
    if (known == kPeriods.end() || !length || *length <= 0) {
        return asItStands;
    }
    if (timing.institutionSpecified && known->unit == "h" && *length <= 24) {
        if (const auto daily = whole(24 / *length)) {
            return timesPer(kPeriods[2], *daily, wording);
        }
    }
    if (timing.institutionSpecified && *length <= 1 && !known->times.empty()) {
        if (const auto count = whole(1 / *length)) {
            return timesPer(*known, *count, wording);
        }
    }
    if (const auto count = whole(*length)) {
        return every(*known, *count, wording);
    }
    if (const auto hours = whole(24 * *length); hours && known->unit == "d" && !timing.institutionSpecified) {
        return every(kPeriods[1], *hours, wording); // half a day is said in hours
    }
    return timing.institutionSpecified
               ? wording.counted("posology.times_in", "1", {wording.quantity(timing.period)})
               : asItStands;
}

} // namespace ncp::transform::render
