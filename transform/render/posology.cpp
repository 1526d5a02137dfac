#include "transform/render/posology.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

namespace ncp::transform::render {

namespace {

std::optional<double> numeric(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && std::isfinite(value)
               ? std::optional{value}
               : std::nullopt;
}

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

/// `institutionSpecified` prescribes only the number per period: every 12 hours then means twice a day.
std::string periodWords(const cda::Timing& timing, const Wording& wording) {
    const std::string asItStands = wording.text("posology.every_period", {wording.quantity(timing.period)});
    const auto known = std::find_if(kPeriods.begin(), kPeriods.end(), [&](const PeriodWords& words) {
        return words.unit == timing.period.unit;
    });
    const auto length = numeric(timing.period.value);
    if (timing.period.value.empty()) {
        return wording.text("posology.frequency_unknown");
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
    return timing.institutionSpecified
               ? wording.counted("posology.times_in", "1", {wording.quantity(timing.period)})
               : asItStands;
}

std::string periodicWords(const cda::Timing& timing, const Wording& wording) {
    std::string words = periodWords(timing, wording);
    if (timing.phase.low && !timing.phase.low->value.empty()) {
        const std::string clock = wording.timeOfDay(*timing.phase.low);
        if (!clock.empty()) {
            words += ", " + wording.text("posology.at_time", {clock});
        }
        const cda::TimeStamp day{timing.phase.low->value.substr(0, 8), {}};
        words += ", " + wording.text("posology.starting", {wording.date(day)});
    }
    if (timing.phase.width && !timing.phase.width->value.empty()) {
        words += ", " + wording.text("posology.for_duration", {wording.quantity(*timing.phase.width)});
    }
    if (timing.phase.high && !timing.phase.high->value.empty()) {
        words += ", " + wording.text("posology.ending", {wording.date(*timing.phase.high)});
    }
    return words;
}

/// HL7 TimingEvent (2.16.840.1.113883.5.139).
struct EventWords {
    std::string_view code;
    std::string_view key;
    std::string_view event; ///< what an offset is measured from
    bool before;
};

constexpr std::array kEvents{
    EventWords{"AC", "posology.before_meal", "posology.event.meal", true},
    EventWords{"ACM", "posology.before_breakfast", "posology.event.breakfast", true},
    EventWords{"ACD", "posology.before_lunch", "posology.event.lunch", true},
    EventWords{"ACV", "posology.before_dinner", "posology.event.dinner", true},
    EventWords{"C", "posology.with_meal", "posology.event.meal", false},
    EventWords{"CM", "posology.with_breakfast", "posology.event.breakfast", false},
    EventWords{"CD", "posology.with_lunch", "posology.event.lunch", false},
    EventWords{"CV", "posology.with_dinner", "posology.event.dinner", false},
    EventWords{"PC", "posology.after_meal", "posology.event.meal", false},
    EventWords{"PCM", "posology.after_breakfast", "posology.event.breakfast", false},
    EventWords{"PCD", "posology.after_lunch", "posology.event.lunch", false},
    EventWords{"PCV", "posology.after_dinner", "posology.event.dinner", false},
    EventWords{"IC", "posology.between_meals", "", false},
    EventWords{"ICM", "posology.between_breakfast_and_lunch", "", false},
    EventWords{"ICD", "posology.between_lunch_and_dinner", "", false},
    EventWords{"ICV", "posology.between_dinner_and_bedtime", "", false},
    EventWords{"HS", "posology.at_bedtime", "posology.event.sleep", true},
    EventWords{"WAKE", "posology.on_waking", "", false},
};

std::string eventWords(const cda::Timing& timing, const Wording& wording) {
    const auto known = std::find_if(kEvents.begin(), kEvents.end(),
                                    [&](const EventWords& words) { return words.code == timing.event.code; });
    const std::string plain = known == kEvents.end()
                                  ? wording.text("posology.at_event", {wording.phrase(timing.event).text})
                                  : wording.text(known->key);
    cda::QuantityRange distance = timing.offset;
    bool before = known != kEvents.end() && known->before;
    for (auto* end : {&distance.low, &distance.high, &distance.exact}) {
        if (*end && (*end)->value.starts_with('-')) {
            before = true;
            (*end)->value.erase(0, 1);
        }
    }
    // An offset without an upper bound is a distance, not a minimum.
    if (distance.low && !distance.high) {
        distance.exact = std::exchange(distance.low, std::nullopt);
    }
    std::string words = plain;
    if (const std::string offset = wording.quantityRange(distance);
        !offset.empty() && distance.nullFlavor.empty() && offset.front() != '0') {
        words = known == kEvents.end() || known->event.empty()
                    ? plain + " (" + offset + ")"
                    : wording.text(before ? "posology.offset_before" : "posology.offset_after",
                                   {offset, wording.text(known->event)});
    }
    if (timing.offsetWidth && !timing.offsetWidth->value.empty()) {
        words += ", " + wording.text("posology.for_duration", {wording.quantity(*timing.offsetWidth)});
    }
    return words;
}

std::string compositeWords(const cda::Timing& timing, const Wording& wording) {
    std::vector<std::string> parts;
    for (const cda::Timing& part : timing.parts) {
        std::string words = timingWords(part, wording);
        if (!words.empty()) {
            parts.push_back(part.setOperator == "E" ? wording.text("posology.except", {words})
                                                    : std::move(words));
        }
    }
    std::string words;
    for (std::size_t at = 0; at < parts.size(); ++at) {
        if (at > 0) {
            words += at + 1 == parts.size() ? ' ' + wording.text("posology.and") + ' ' : ", ";
        }
        words += parts[at];
    }
    return words;
}

/// Taken from zero up to something means as needed.
bool isAsNeeded(const cda::QuantityRange& dose) {
    return dose.low && dose.high && numeric(dose.low->value) == 0.0 &&
           numeric(dose.high->value).value_or(0) > 0;
}

void append(Line& into, Line from) {
    into.insert(into.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

/// The amount with words round it: the texts have {0} for the number and {1} for what is counted.
Line framed(std::string_view key, const std::string& number, const cda::Quantity& last, std::string_view form,
            const Wording& wording) {
    Line amount = wording.amount(last, form);
    const std::string value = wording.number(last.value);
    std::string& first = amount.front().text;
    const std::string counted = first.starts_with(value) ? first.substr(value.size()) : first;
    const std::string words =
        number.empty() ? wording.text(key, {value, ""}) : wording.text(key, {number, value, ""});
    first = words.substr(0, words.find_last_not_of(' ') + 1) + counted;
    return amount;
}

Line amountWords(const cda::QuantityRange& dose, std::string_view form, const Wording& wording) {
    const bool low = dose.low && !dose.low->value.empty();
    const bool high = dose.high && !dose.high->value.empty();
    if (dose.exact && !dose.exact->value.empty()) {
        return wording.amount(*dose.exact, form);
    }
    if (low && high && dose.low->value == dose.high->value && dose.low->unit == dose.high->unit) {
        return wording.amount(*dose.high, form);
    }
    if (isAsNeeded(dose) || (high && !low)) {
        return framed("posology.up_to", {}, *dose.high, form, wording);
    }
    if (low && high) {
        return dose.low->unit == dose.high->unit
                   ? framed("posology.range", wording.number(dose.low->value), *dose.high, form, wording)
                   : Line{wording.plain(wording.quantityRange(dose))};
    }
    if (low) {
        return framed("posology.at_least", {}, *dose.low, form, wording);
    }
    return {};
}

/// What a maximum counts: the unit, else the dose form where it is one that is counted.
std::string maximumUnit(const cda::Quantity& most, std::string_view form, const Wording& wording) {
    if (!most.unit.empty() && most.unit != "1") {
        return wording.unit(most.unit, most.value);
    }
    if (!most.unitText.empty()) {
        return most.unitText;
    }
    const std::string counted = joined(wording.amount(most, form));
    const std::string number = wording.number(most.value);
    return counted.starts_with(number + ' ') ? counted.substr(number.size() + 1)
                                             : wording.unit("1", most.value);
}

std::string maximumWords(const cda::Ratio& maximum, std::string_view form, const Wording& wording) {
    const cda::Quantity& below = maximum.denominator;
    const bool day = (below.unit == "d" && below.value == "1") || (below.unit == "h" && below.value == "24");
    if (day && !maximum.numerator.value.empty()) {
        return wording.text("posology.maximum_daily", {wording.number(maximum.numerator.value),
                                                       maximumUnit(maximum.numerator, form, wording)});
    }
    const std::string words = wording.ratio(maximum);
    return words.empty() ? words : wording.text("posology.maximum", {words});
}

Line sentence(const cda::Medication& medication, std::string_view form, const Wording& wording) {
    Line words = amountWords(medication.dose, form, wording);
    const bool amountKnown = !words.empty();
    std::string when;
    for (const cda::Timing& timing : medication.timings) {
        std::string part = timingWords(timing, wording);
        if (!part.empty() && timing.setOperator == "E") {
            part = wording.text("posology.except", {part});
        }
        if (!part.empty()) {
            when += when.empty() ? part : ", " + part;
        }
    }
    if (const std::string rate = wording.quantityRange(medication.rate); !rate.empty()) {
        words.push_back(wording.plain(rate));
    }
    if (words.empty() && when.empty()) {
        return {};
    }
    if (!when.empty()) {
        words.push_back(wording.plain(when));
    }
    if (isAsNeeded(medication.dose) && medication.preconditions.empty()) {
        words.push_back(wording.plain(wording.text("posology.as_needed")));
    }
    for (const std::string& condition : medication.preconditions) {
        words.push_back(wording.plain(wording.text("posology.as_needed") + ':'));
        words.push_back(wording.foreign(condition));
    }
    if (medication.maximum) {
        words.push_back(wording.plain("\u2013 " + maximumWords(*medication.maximum, form, wording)));
    }
    if (when.empty() && !isAsNeeded(medication.dose)) {
        words.push_back(wording.plain('(' + wording.text("posology.frequency_unknown") + ')', Weight::Muted));
    } else if (!amountKnown && medication.rate.empty()) {
        words.push_back(wording.plain('(' + wording.text("posology.amount_unknown") + ')', Weight::Muted));
    }
    return words;
}

} // namespace

std::string timingWords(const cda::Timing& timing, const Wording& wording) {
    switch (timing.kind) {
    case cda::TimingKind::Missing:
        return {};
    case cda::TimingKind::Point:
        return wording.text("posology.once_at", {wording.period(timing.interval)});
    case cda::TimingKind::Interval:
        return wording.period(timing.interval);
    case cda::TimingKind::Periodic:
        return periodicWords(timing, wording);
    case cda::TimingKind::Event:
        return eventWords(timing, wording);
    case cda::TimingKind::Composite:
        return compositeWords(timing, wording);
    }
    return {};
}

Cell doseSentence(const cda::Medication& medication, const Wording& wording) {
    const std::string& form = medication.product.form.code;
    Cell lines;
    if (medication.negated) {
        lines.push_back({wording.plain(wording.text("entry.negated"), Weight::Strong)});
    }
    Line main = sentence(medication, form, wording);
    if (!medication.steps.empty()) {
        // The outer element of a split dose only frames its steps.
        const bool framesOnly =
            medication.dose.exact == std::nullopt && !medication.dose.low && !medication.dose.high;
        if (!main.empty() && !framesOnly) {
            lines.push_back(std::move(main));
        }
        lines.push_back({wording.plain(wording.text("posology.split_dose"))});
        for (std::size_t at = 0; at < medication.steps.size(); ++at) {
            const cda::Medication& step = medication.steps[at];
            const std::string& own = step.product.form.code.empty() ? form : step.product.form.code;
            Line words = sentence(step, own, wording);
            if (words.empty()) {
                words = {wording.plain(wording.text("posology.unknown"), Weight::Muted)};
            }
            std::string label = wording.text("posology.split_dose_step", {std::to_string(at + 1), ""});
            label.erase(label.find_last_not_of(' ') + 1);
            Line line{wording.plain(std::move(label))};
            append(line, std::move(words));
            if (step.negated) {
                line.push_back(wording.plain("\u2013 " + wording.text("entry.negated"), Weight::Strong));
            }
            lines.push_back(std::move(line));
        }
        return lines;
    }
    if (main.empty()) {
        const bool told = !medication.instructions.empty();
        main = {wording.plain(wording.text(told ? "posology.free_text_only" : "posology.unknown"),
                              Weight::Muted)};
    }
    lines.push_back(std::move(main));
    return lines;
}

} // namespace ncp::transform::render
