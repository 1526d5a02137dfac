#include "transform/render/posology.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <utility>

namespace ncp::transform::render {

namespace {

/// Minutes since 1970, the zone left out; nothing for a time that is no date.
std::optional<double> minutesOf(const cda::TimeStamp& time) {
    const std::string_view digits =
        std::string_view{time.value}.substr(0, time.value.find_first_not_of("0123456789"));
    const auto piece = [digits](std::size_t at, std::size_t length) {
        return digits.size() >= at + length ? numeric(digits.substr(at, length)).value_or(0) : 0;
    };
    const std::chrono::year_month_day day{std::chrono::year{static_cast<int>(piece(0, 4))},
                                          std::chrono::month{static_cast<unsigned>(piece(4, 2))},
                                          std::chrono::day{static_cast<unsigned>(piece(6, 2))}};
    if (!day.ok()) {
        return std::nullopt;
    }
    return static_cast<double>(std::chrono::sys_days{day}.time_since_epoch().count()) * 24 * 60 +
           piece(8, 2) * 60 + piece(10, 2);
}

std::optional<double> minutesOf(const cda::Quantity& length) {
    struct Unit {
        std::string_view code;
        double minutes;
    };
    static constexpr std::array kUnits{Unit{"min", 1},    Unit{"h", 60},     Unit{"d", 1440},
                                       Unit{"wk", 10080}, Unit{"mo", 43830}, Unit{"a", 525960}};
    const auto* unit = std::ranges::find(kUnits, length.unit, &Unit::code);
    const auto value = numeric(length.value);
    return unit != kUnits.end() && value ? std::optional{*value * unit->minutes} : std::nullopt;
}

bool isStated(const std::optional<cda::TimeStamp>& time) {
    return time && !time->value.empty();
}

cda::TimeStamp dayOf(const cda::TimeStamp& time) {
    return {time.value.substr(0, 8), {}};
}

/// True where the phase lasts longer than the period. The phase is the first of the occurrences (HL7 PIVL),
/// so that it can't be meant: such senders state how long the treatment goes on.
bool isTreatment(const cda::Timing& timing) {
    std::optional<double> length;
    if (timing.phase.width) {
        length = minutesOf(*timing.phase.width);
    } else if (isStated(timing.phase.low) && isStated(timing.phase.high)) {
        const auto low = minutesOf(*timing.phase.low);
        const auto high = minutesOf(*timing.phase.high);
        length = low && high ? std::optional{*high - *low} : std::nullopt;
    }
    const auto period = minutesOf(timing.period);
    return length && period && *length > *period;
}

/// Clock, first day and end of the first occurrence, each with a comma before it.
std::string phaseWords(const cda::Timing& timing, const Wording& wording) {
    const cda::TimeRange& phase = timing.phase;
    const bool low = isStated(phase.low);
    const bool high = isStated(phase.high);
    const bool treatment = isTreatment(timing);
    const bool sameDay = low && high && dayOf(*phase.low).value == dayOf(*phase.high).value;
    std::string words;
    if (low && high && !sameDay && !treatment) {
        words =
            ", " + wording.text("posology.first_time", {wording.date(*phase.low), wording.date(*phase.high)});
    } else if (low) {
        const std::string clock =
            wording.clock(*phase.low, sameDay && !treatment ? phase.high : std::nullopt);
        words = clock.empty() ? std::string{} : ", " + wording.text("posology.at_time", {clock});
        words += ", " + wording.text("posology.starting", {wording.date(dayOf(*phase.low))});
    }
    if (high && (!low || treatment)) {
        words += ", " + wording.text("posology.ending", {wording.date(*phase.high)});
    }
    if (phase.width && !phase.width->value.empty()) {
        words += ", " + wording.text(treatment ? "posology.for_duration" : "posology.each_time",
                                     {wording.quantity(*phase.width)});
    }
    if (isStated(phase.exact) || isStated(phase.centre)) {
        words += ", " + wording.text("posology.around",
                                     {wording.date(isStated(phase.exact) ? *phase.exact : *phase.centre)});
    }
    return words;
}

std::string periodicWords(const cda::Timing& timing, const Wording& wording) {
    const std::string doubt = timing.nullFlavor.empty()
                                  ? std::string{}
                                  : " (" + lowerFirst(wording.nullFlavor(timing.nullFlavor)) + ')';
    return frequencyWords(timing, wording) + phaseWords(timing, wording) + doubt;
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
    EventWords{"WAKE", "posology.on_waking", "posology.event.waking", false},
};

bool isZero(const std::optional<cda::Quantity>& quantity) {
    return !quantity || quantity->value.empty() || numeric(quantity->value) == 0.0;
}

bool isNegative(const std::optional<cda::Quantity>& quantity) {
    return quantity && quantity->value.starts_with('-');
}

/// How far from the event, on one side of it; a distance of nothing is the event itself.
std::string distanceWords(cda::QuantityRange distance, const Wording& wording) {
    if (isZero(distance.low) && isZero(distance.high) && isZero(distance.exact)) {
        return {};
    }
    if (isNegative(distance.high)) {
        std::swap(distance.low, distance.high); // -30 to -10 minutes: 10 to 30 minutes before
    }
    for (auto* bound : {&distance.low, &distance.high, &distance.exact}) {
        if (isNegative(*bound)) {
            (*bound)->value.erase(0, 1);
        }
    }
    // A distance from nothing up to something; one without an upper bound is a distance, not a minimum.
    if (distance.low && (!distance.high || distance.high->value.empty())) {
        distance.exact = std::exchange(distance.low, std::nullopt);
    }
    return wording.quantityRange(distance);
}

std::string offsetWords(const cda::Timing& timing, bool eventBefore, const std::string& event,
                        const Wording& wording) {
    const cda::QuantityRange& offset = timing.offset;
    if (isNegative(offset.low) && offset.high && !offset.high->value.empty() && !isNegative(offset.high) &&
        !isZero(offset.high)) {
        cda::Quantity before = *offset.low;
        before.value.erase(0, 1);
        return wording.text("posology.offset_around",
                            {wording.quantity(before), wording.quantity(*offset.high), event});
    }
    const std::string distance = distanceWords(offset, wording);
    const bool before =
        eventBefore || isNegative(offset.low) || isNegative(offset.high) || isNegative(offset.exact);
    return distance.empty()
               ? distance
               : wording.text(before ? "posology.offset_before" : "posology.offset_after", {distance, event});
}

std::string eventWords(const cda::Timing& timing, const Wording& wording) {
    const auto* known = std::ranges::find(kEvents, timing.event.code, &EventWords::code);
    const bool named = known != kEvents.end();
    const std::string plain = named ? wording.text(known->key)
                                    : wording.text("posology.at_event", {wording.phrase(timing.event).text});
    const std::string event = !named                 ? wording.phrase(timing.event).text
                              : known->event.empty() ? plain
                                                     : wording.text(known->event);
    const std::string offset = offsetWords(timing, named && known->before, event, wording);
    std::string words = offset.empty() ? plain : offset;
    if (timing.offsetWidth && !timing.offsetWidth->value.empty()) {
        words += ", " + wording.text("posology.for_duration", {wording.quantity(*timing.offsetWidth)});
    }
    return words;
}

/// True where the timing stands beside the one before it: without an operator sets are joined (HL7
/// SetOperator I). A narrows what stands before, but two events narrow to nothing: there, too, both are
/// meant.
bool isFurther(const std::vector<cda::Timing>& timings, std::size_t at) {
    if (at == 0 || at >= timings.size()) {
        return false;
    }
    const cda::Timing& timing = timings[at];
    const bool events =
        timing.kind == cda::TimingKind::Event && timings[at - 1].kind == cda::TimingKind::Event;
    return timing.setOperator.empty() || timing.setOperator == "I" || (timing.setOperator == "A" && events);
}

/// One end of a span that two times make.
std::string endWords(const cda::Timing& timing, const Wording& wording) {
    return timing.kind == cda::TimingKind::Point ? wording.period(timing.interval)
                                                 : timingWords(timing, wording);
}

} // namespace

std::string periodWords(const cda::TimeRange& period, const Wording& wording) {
    const std::string low = isStated(period.low) ? wording.date(*period.low) : std::string{};
    const std::string high = isStated(period.high) ? wording.date(*period.high) : std::string{};
    if (!low.empty() && !high.empty() && low != high && !period.exact && !period.width) {
        return wording.text("posology.from_until", {low, high});
    }
    return lowerFirst(wording.period(period));
}

std::string timingWords(const cda::Timing& timing, const Wording& wording) {
    switch (timing.kind) {
    case cda::TimingKind::Missing:
        return {};
    case cda::TimingKind::Point:
        return wording.text("posology.once_at", {wording.period(timing.interval)});
    case cda::TimingKind::Interval:
        return periodWords(timing.interval, wording);
    case cda::TimingKind::Periodic:
        return periodicWords(timing, wording);
    case cda::TimingKind::Event:
        return eventWords(timing, wording);
    case cda::TimingKind::Composite:
        return timingsWords(timing.parts, wording);
    }
    return {};
}

std::string timingsWords(const std::vector<cda::Timing>& timings, const Wording& wording) {
    std::string words;
    const cda::Timing* last = nullptr;
    for (std::size_t at = 0; at < timings.size(); ++at) {
        const cda::Timing& timing = timings[at];
        const std::string part = timingWords(timing, wording);
        if (part.empty()) {
            continue;
        }
        if (timing.setOperator == "E") {
            words += (words.empty() ? "" : ", ") + wording.text("posology.except", {part});
        } else if (words.empty()) {
            words = part;
        } else if (timing.setOperator == "H" || timing.setOperator == "P") {
            words =
                wording.text("posology.whole_span", {endWords(*last, wording), endWords(timing, wording)});
        } else if (isFurther(timings, at) && !isFurther(timings, at + 1)) {
            words += ' ' + wording.text("posology.and") + ' ' + part;
        } else {
            words += ", " + part;
        }
        last = &timing;
    }
    return words;
}

} // namespace ncp::transform::render
