#include "transform/render/posology.hpp"

#include "transform/render/view_builder.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace ncp::transform::render {

namespace {

/// `whole` is the split dose that the medication is a step of.
Cell doseSentence(const cda::Medication& medication, std::string_view form, const cda::Medication* whole,
                  const Wording& wording);

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

bool isStated(const std::optional<cda::Quantity>& quantity) {
    return quantity && !quantity->value.empty();
}

Line boundsWords(const cda::QuantityRange& dose, std::string_view form, const Wording& wording) {
    const bool low = isStated(dose.low);
    const bool high = isStated(dose.high);
    if (low && high && dose.low->value == dose.high->value && dose.low->unit == dose.high->unit) {
        return wording.amount(*dose.high, form);
    }
    if (isAsNeeded(dose) || (high && !low)) {
        return framed(dose.high->inclusive ? "posology.up_to" : "posology.less_than", {}, *dose.high, form,
                      wording);
    }
    if (low && high && dose.low->inclusive && dose.high->inclusive) {
        return dose.low->unit == dose.high->unit
                   ? framed("posology.range", wording.number(dose.low->value), *dose.high, form, wording)
                   : Line{wording.plain(wording.quantityRange(dose))};
    }
    if (!low) {
        return {};
    }
    Line words = framed(dose.low->inclusive ? "posology.at_least" : "posology.more_than", {}, *dose.low, form,
                        wording);
    if (high) {
        words.push_back(wording.plain(wording.text("posology.and")));
        append(words, framed(dose.high->inclusive ? "posology.up_to" : "posology.less_than", {}, *dose.high,
                             form, wording));
    }
    return words;
}

Line amountWords(const cda::Medication& medication, std::string_view form, const Wording& wording) {
    const cda::QuantityRange& dose = medication.dose;
    Line words = isStated(dose.exact) ? wording.amount(*dose.exact, form) : boundsWords(dose, form, wording);
    if (isStated(dose.width)) {
        words.push_back(
            wording.plain('(' + wording.text("posology.spread", {wording.quantity(*dose.width)}) + ')'));
    }
    if (words.empty() && !medication.doseText.empty()) {
        words = {wording.foreign(medication.doseText),
                 wording.plain('(' + wording.text("posology.amount_as_text") + ')', Weight::Muted)};
    }
    return words;
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

bool isWorded(const cda::CodedValue& code) {
    return !code.display.empty() || !code.originalText.empty() || !code.translations.empty() ||
           (!code.code.empty() && code.nullFlavor.empty());
}

Line conditionWords(const cda::Precondition& condition, const Wording& wording) {
    Line words;
    if (!condition.text.empty()) {
        words.push_back(wording.foreign(condition.text));
    }
    // ASSERTION (HL7 ActCode) asks nothing: the value is the condition.
    if (isWorded(condition.code) && condition.code.code != "ASSERTION" &&
        condition.code.display != condition.text && condition.code.originalText != condition.text) {
        append(words, wording.line(condition.code));
    }
    if (!condition.value.empty()) {
        append(words, wording.value(condition.value));
    }
    return words;
}

void addConditions(const cda::Medication& medication, const Wording& wording, Line& words) {
    bool told = false;
    for (const cda::Precondition& condition : medication.preconditions) {
        if (Line said = conditionWords(condition, wording); !joined(said).empty()) {
            words.push_back(wording.plain(wording.text("posology.as_needed") + ':'));
            append(words, std::move(said));
            told = true;
        }
    }
    if (!told && (isAsNeeded(medication.dose) || !medication.preconditions.empty())) {
        words.push_back(wording.plain(wording.text("posology.as_needed")));
    }
}

std::string rateWords(const cda::Medication& medication, const Wording& wording) {
    const std::string rate =
        medication.rate.nullFlavor.empty() ? wording.quantityRange(medication.rate) : std::string{};
    return rate.empty() ? rate : wording.text("posology.rate", {rate});
}

/// All that is stated, in one line; empty where nothing is.
Line statedWords(const cda::Medication& medication, std::string_view form, const Wording& wording) {
    Line words = amountWords(medication, form, wording);
    if (const std::string rate = rateWords(medication, wording); !rate.empty()) {
        words.push_back(wording.plain(rate));
    }
    if (const std::string when = timingsWords(medication.timings, wording); !when.empty()) {
        words.push_back(wording.plain(when));
    }
    addConditions(medication, wording, words);
    if (medication.maximum) {
        if (const std::string most = maximumWords(*medication.maximum, form, wording); !most.empty()) {
            words.push_back(wording.plain((words.empty() ? "" : "\u2013 ") + most));
        }
    }
    return words;
}

/// The same with what is missing of a dose, here and in the dose that it is a step of.
Line sentence(const cda::Medication& medication, std::string_view form, const cda::Medication* whole,
              const Wording& wording) {
    Line words = statedWords(medication, form, wording);
    if (words.empty()) {
        return words;
    }
    const auto missing = [&](const char* key) {
        words.push_back(wording.plain('(' + wording.text(key) + ')', Weight::Muted));
    };
    const auto hasAmount = [&](const cda::Medication& dose) {
        return !amountWords(dose, form, wording).empty() || !rateWords(dose, wording).empty();
    };
    const auto hasTime = [&](const cda::Medication& dose) {
        return !timingsWords(dose.timings, wording).empty();
    };
    const bool amount = hasAmount(medication) || (whole != nullptr && hasAmount(*whole));
    const bool when = hasTime(medication) || (whole != nullptr && hasTime(*whole));
    const bool needed = isAsNeeded(medication.dose) || (!amount && !medication.preconditions.empty());
    if (!amount) {
        missing("posology.amount_unknown");
    }
    if (!when && !needed) {
        missing("posology.frequency_unknown");
    }
    return words;
}

bool hasPeriod(const cda::TimeRange& period) {
    const auto stated = [](const std::optional<cda::TimeStamp>& time) {
        return time && !time->value.empty();
    };
    return stated(period.exact) || stated(period.low) || stated(period.high) || stated(period.centre) ||
           isStated(period.width);
}

/// Steps that have periods of their own follow each other; the others are taken beside each other.
bool isTapered(const cda::Medication& medication, const Wording& wording) {
    return std::ranges::any_of(medication.steps, [&](const cda::Medication& step) {
        return hasPeriod(step.period) && wording.period(step.period) != wording.period(medication.period);
    });
}

void addLabelled(Cell& into, std::string_view key, Line words, const Wording& wording) {
    if (!joined(words).empty()) {
        words.insert(words.begin(), wording.plain(wording.text(key) + ':', Weight::Muted));
        into.push_back(std::move(words));
    }
}

/// What a step says besides its dose.
Cell stepRemarks(const cda::Medication& step, const cda::Medication& whole, const Wording& wording) {
    Cell lines;
    if (!isToldInTextOnly(step, wording)) {
        append(lines, instructionLines(step, wording));
    }
    addLabelled(lines, "medication.route", step.route.empty() ? Line{} : wording.line(step.route), wording);
    for (const cda::CodedValue& site : step.sites) {
        addLabelled(lines, "column.body_site", wording.line(site), wording);
    }
    for (const cda::Remark& reason : step.reasons) {
        addLabelled(lines, "medication.reason", remarkLine(reason, wording), wording);
    }
    addLabelled(lines, "element.repeatNumber", {wording.plain(wording.quantityRange(step.repeats))}, wording);
    if (!step.status.empty() && step.status != "active" && step.status != "completed") {
        const std::string key = "status." + step.status;
        addLabelled(lines, "column.status",
                    {wording.plain(wording.has(key) ? wording.text(key) : step.status)}, wording);
    }
    const auto says = [&](const cda::Instruction& said) { return said.text == step.text; };
    if (!step.text.empty() && std::ranges::none_of(step.instructions, says) &&
        std::ranges::none_of(whole.instructions, says)) {
        lines.push_back({wording.plain(wording.text("entry.original"), Weight::Muted),
                         wording.foreign(step.text, Weight::Muted)});
    }
    return lines;
}

void mute(Line& line) {
    for (Phrase& phrase : line) {
        phrase.weight = Weight::Muted;
    }
}

/// A dose that the source denies stands behind the denial, in brackets.
Cell inOneLine(Cell denied, const Wording& wording) {
    Line line = std::move(denied.front());
    line.push_back(wording.plain("(", Weight::Muted));
    std::for_each(denied.begin() + 1, denied.end(), [&](Line& more) { append(line, std::move(more)); });
    line.push_back(wording.plain(")", Weight::Muted));
    return {std::move(line)};
}

Cell stepLines(const cda::Medication& medication, std::size_t at, bool tapered, const Wording& wording) {
    const cda::Medication& step = medication.steps[at];
    const std::string& own = step.product.form.code;
    Cell dose = doseSentence(step, own.empty() ? medication.product.form.code : own, &medication, wording);
    if (step.negated) {
        dose = inOneLine(std::move(dose), wording);
    }
    const char* key = tapered ? "posology.step" : "posology.split_dose_step";
    std::string label = wording.text(key, {std::to_string(at + 1), ""});
    label.erase(label.find_last_not_of(' ') + 1);
    Line first{wording.plain(std::move(label))};
    if (Line product = productTitle(step.product, wording); !product.empty()) {
        product.back().text += ':';
        append(first, std::move(product)); // a step with a product of its own doses that one
    }
    append(first, std::move(dose.front()));
    if (tapered && hasPeriod(step.period)) {
        first.back().text += ',';
        first.push_back(wording.plain(periodWords(step.period, wording)));
    }
    dose.front() = std::move(first);
    append(dose, stepRemarks(step, medication, wording));
    return dose;
}

/// True where the outer element states nothing but the times that its steps have, each once.
bool repeatsSteps(const cda::Medication& medication, std::string_view form, const Wording& wording) {
    cda::Medication rest = medication;
    rest.timings.clear();
    const auto told = [&](const cda::Timing& timing) {
        return std::ranges::any_of(medication.steps, [&](const cda::Medication& step) {
            return timingsWords(step.timings, wording) == timingsWords({timing}, wording);
        });
    };
    return medication.timings.size() == medication.steps.size() && statedWords(rest, form, wording).empty() &&
           std::ranges::all_of(medication.timings, told);
}

Cell splitDose(const cda::Medication& medication, std::string_view form, const Wording& wording) {
    Cell lines;
    // What the outer element states holds beside its steps.
    if (Line whole = statedWords(medication, form, wording);
        !whole.empty() && !repeatsSteps(medication, form, wording)) {
        addLabelled(lines, "posology.whole", std::move(whole), wording);
    }
    const bool tapered = isTapered(medication, wording);
    lines.push_back({wording.plain(wording.text(tapered ? "posology.tapered" : "posology.split_dose"))});
    for (std::size_t at = 0; at < medication.steps.size(); ++at) {
        append(lines, stepLines(medication, at, tapered, wording));
    }
    return lines;
}

Cell doseSentence(const cda::Medication& medication, std::string_view form, const cda::Medication* whole,
                  const Wording& wording) {
    Cell lines;
    if (medication.negated) {
        lines.push_back(negationLine(wording));
    }
    if (!medication.steps.empty()) {
        append(lines, splitDose(medication, form, wording));
        return lines;
    }
    Line words = sentence(medication, form, whole, wording);
    if (isToldInTextOnly(medication, wording)) {
        lines.push_back({wording.plain(wording.text("posology.free_text_only"), Weight::Muted)});
        for (const cda::Instruction& instruction : medication.instructions) {
            lines.push_back({wording.foreign(instruction.text)});
        }
    } else if (words.empty()) {
        lines.push_back({wording.plain(wording.text("posology.unknown"), Weight::Muted)});
    } else {
        lines.push_back(std::move(words));
    }
    if (medication.negated) { // nobody takes it: no dose that stands out
        std::for_each(lines.begin() + 1, lines.end(), mute);
    }
    return lines;
}

} // namespace

bool isToldInTextOnly(const cda::Medication& medication, const Wording& wording) {
    return medication.steps.empty() && !medication.instructions.empty() &&
           statedWords(medication, medication.product.form.code, wording).empty();
}

Cell instructionLines(const cda::Medication& medication, const Wording& wording) {
    Cell lines;
    for (const cda::Instruction& instruction : medication.instructions) {
        addLabelled(lines, instructionKey(instruction.kind), {wording.foreign(instruction.text)}, wording);
    }
    return lines;
}

const char* instructionKey(cda::InstructionKind kind) noexcept {
    switch (kind) {
    case cda::InstructionKind::Patient:
        return "medication.patient_instruction";
    case cda::InstructionKind::Dispenser:
        return "medication.dispenser_instruction";
    case cda::InstructionKind::Other:
        return "column.comment";
    }
    return "column.comment";
}

Cell doseSentence(const cda::Medication& medication, const Wording& wording) {
    return doseSentence(medication, medication.product.form.code, nullptr, wording);
}

} // namespace ncp::transform::render
