#include "transform/render/treatment.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ncp::transform::render {

namespace {

constexpr std::size_t kDay = 8;     ///< digits of YYYYMMDD
constexpr std::size_t kMinute = 12; ///< digits of YYYYMMDDhhmm

/// HL7 TS, its digits apart from its zone.
struct Moment {
    std::string_view digits;
    std::string_view zone;
};

Moment momentOf(std::string_view value) {
    const std::size_t zone = std::min(value.find_first_of("+-"), value.size());
    const std::string_view digits = value.substr(0, zone);
    return {digits.substr(0, digits.find('.')), value.substr(zone)};
}

std::optional<int> numberAt(std::string_view text, std::size_t at, std::size_t length) {
    int number = 0;
    const std::string_view digits = text.size() < at + length ? std::string_view{} : text.substr(at, length);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc{} && end == digits.data() + digits.size() ? std::optional{number}
                                                                        : std::nullopt;
}

std::optional<std::chrono::sys_days> dayOf(std::string_view digits) {
    const auto year = numberAt(digits, 0, 4);
    const auto month = numberAt(digits, 4, 2);
    const auto day = numberAt(digits, 6, 2);
    if (!year || !month || !day) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    return date.ok() ? std::optional{std::chrono::sys_days{date}} : std::nullopt;
}

/// Minutes since 1970 in UTC; nothing where time of day or zone is missing.
std::optional<long> inUtc(const Moment& moment) {
    const auto day = dayOf(moment.digits);
    const auto hour = numberAt(moment.digits, 8, 2);
    const auto minute = numberAt(moment.digits, 10, 2);
    const auto zoneHours = numberAt(moment.zone, 1, 2);
    const auto zoneMinutes = numberAt(moment.zone, 3, 2);
    if (!day || !hour || !minute || !zoneHours || !zoneMinutes) {
        return std::nullopt;
    }
    const long offset = *zoneHours * 60L + *zoneMinutes;
    return day->time_since_epoch().count() * 24L * 60L + *hour * 60L + *minute -
           (moment.zone.front() == '-' ? -offset : offset);
}

bool isBefore(const cda::TimeStamp& end, const cda::TimeStamp& written) {
    const Moment last = momentOf(end.value);
    const Moment now = momentOf(written.value);
    if (last.zone != now.zone && last.digits.size() >= kMinute) {
        const auto lastInUtc = inUtc(last);
        const auto nowInUtc = inUtc(now);
        if (lastInUtc && nowInUtc) {
            return *lastInUtc < *nowInUtc;
        }
    }
    const std::size_t exactness = std::min({last.digits.size(), now.digits.size(), kDay});
    return last.digits.substr(0, exactness) < now.digits.substr(0, exactness);
}

/// Days of a length, rounded up, so that a treatment rather seems to go on; nothing for other units.
std::optional<long> daysOf(const cda::Quantity& length) {
    struct Unit {
        std::string_view ucum;
        double days;
    };
    static constexpr std::array kUnits{Unit{"s", 1.0 / 86400}, Unit{"min", 1.0 / 1440}, Unit{"h", 1.0 / 24},
                                       Unit{"d", 1},           Unit{"wk", 7},           Unit{"mo", 31},
                                       Unit{"a", 366}};
    const auto unit = std::ranges::find(kUnits, length.unit, &Unit::ucum);
    double number = 0;
    const char* const last = length.value.data() + length.value.size();
    const auto [end, error] = std::from_chars(length.value.data(), last, number);
    constexpr double kLongest = 1000;
    const bool read = error == std::errc{} && end == last && number > 0 && number <= kLongest;
    return read && unit != kUnits.end() ? std::optional{static_cast<long>(number * unit->days) + 1}
                                        : std::nullopt;
}

/// True where start and length of the period make an end that has passed.
bool hasRunOut(const cda::TimeRange& period, const cda::TimeStamp& written) {
    if (!period.low || !period.width) {
        return false;
    }
    const auto start = dayOf(momentOf(period.low->value).digits);
    const auto now = dayOf(momentOf(written.value).digits);
    const auto days = daysOf(*period.width);
    return start && now && days && *start + std::chrono::days{*days} < *now;
}

/// True where the medicine was given at points of time that have passed, and at no other: one that is taken
/// again and again began then.
bool wasGiven(const cda::Medication& medication, const cda::TimeStamp& written) {
    const bool repeated = std::ranges::any_of(
        medication.timings, [](const cda::Timing& timing) { return timing.kind != cda::TimingKind::Point; });
    return medication.period.exact && !repeated && medication.steps.empty() &&
           isBefore(*medication.period.exact, written);
}

} // namespace

bool hasEnded(const cda::TimeRange& period, const cda::TimeStamp& written) {
    return period.high ? isBefore(*period.high, written) : hasRunOut(period, written);
}

Treatment treatmentOf(const cda::Medication& medication, const cda::TimeStamp& written) {
    static constexpr std::array<std::string_view, 4> kOver{"aborted", "cancelled", "nullified", "obsolete"};
    static constexpr std::array<std::string_view, 5> kGoingOn{"active", "suspended", "held", "new", "normal"};
    if (medication.negated || std::ranges::find(kOver, medication.status) != kOver.end()) {
        return Treatment::Past;
    }
    if (medication.status == "completed") {
        return hasEnded(medication.period, written) || wasGiven(medication, written)
                   ? Treatment::Past
                   : Treatment::EndNotPassed;
    }
    if (!hasEnded(medication.period, written)) {
        return Treatment::Current;
    }
    const bool goesOn = std::ranges::find(kGoingOn, medication.status) != kGoingOn.end();
    return goesOn ? Treatment::EndPassed : Treatment::Past;
}

} // namespace ncp::transform::render
