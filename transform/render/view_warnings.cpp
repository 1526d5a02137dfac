#include "transform/render/posology.hpp"
#include "transform/render/view_builder.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

namespace ncp::transform::render {

namespace {

void addDivided(Line& into, const Line& words, std::string_view divider, const Wording& wording) {
    if (joined(words).empty()) {
        return;
    }
    if (!into.empty()) {
        into.push_back(wording.plain(std::string{divider}));
    }
    into.insert(into.end(), words.begin(), words.end());
}

/// Criticality and certainty as short remarks behind an allergy.
void addRemarks(const cda::Allergy& allergy, const Wording& wording, Line& into) {
    for (const auto* remarks : {&allergy.criticalities, &allergy.certainties}) {
        for (const cda::CodedValue& remark : *remarks) {
            if (!remark.empty()) {
                addDivided(into, {wording.phrase(remark, Weight::Muted)}, "\u00b7", wording);
            }
        }
    }
}

void addAllergy(const cda::Allergy& allergy, const Wording& wording, std::vector<Notice>& notices) {
    if (!isDangerous(allergy)) {
        return;
    }
    Line words;
    for (const Line& agent : allergyAgent(allergy, wording)) {
        addDivided(words, agent, "\u00b7", wording);
    }
    const char* divider = "\u2013";
    for (const cda::Reaction& reaction : allergy.reactions) {
        addDivided(words, reactionLine(reaction, wording), divider, wording);
        divider = "\u00b7";
    }
    addRemarks(allergy, wording, words);
    notices.push_back({Tone::Danger, wording.text("warning.severe_allergy"), cell(std::move(words))});
}

/// The code that says so: senders put ATC with the product, with the ingredient, or with a part of a pack.
std::optional<cda::CodedValue> anticoagulant(const cda::Product& product) {
    std::vector<cda::CodedValue> codes = product.classifications;
    for (const cda::Ingredient& ingredient : activeIngredients(product)) {
        codes.push_back(ingredient.substance);
    }
    const auto found = std::ranges::find_if(
        codes, [](const cda::CodedValue& code) { return raises(code, Danger::Anticoagulant); });
    if (found != codes.end()) {
        return *found;
    }
    for (const cda::Part& part : product.parts) {
        if (auto inner = anticoagulant(part.product)) {
            return inner;
        }
    }
    return std::nullopt;
}

/// The anticoagulant that a treatment holds, in its product or in that of a step, with its strength.
Line anticoagulantWords(const cda::Medication& medication, const Wording& wording) {
    if (const auto code = anticoagulant(medication.product)) {
        Line words = wording.line(*code, Weight::Strong);
        if (const std::string strength = strengthWords(medication.product, wording); !strength.empty()) {
            words.push_back(wording.plain(strength, Weight::Strong));
        }
        return words;
    }
    for (const cda::Medication& step : medication.steps) {
        if (Line words = anticoagulantWords(step, wording); !words.empty()) {
            return words;
        }
    }
    return {};
}

void addMedication(const cda::Medication& medication, const cda::TimeStamp& written, const Wording& wording,
                   std::vector<Notice>& notices) {
    const Treatment treatment = treatmentOf(medication, written);
    Line words = treatment == Treatment::Past ? Line{} : anticoagulantWords(medication, wording);
    if (words.empty()) {
        return;
    }
    words.push_back(wording.plain("\u2013"));
    Cell lines = doseSentence(medication, wording);
    lines.front().insert(lines.front().begin(), words.begin(), words.end());
    if (treatment == Treatment::EndPassed) {
        lines.push_back({wording.plain(wording.period(medication.period)), wording.plain("\u2013"),
                         wording.plain(wording.text("medication.end_passed"))});
    }
    notices.push_back({Tone::Warning, wording.text("warning.anticoagulant"), std::move(lines)});
}

void addDevice(const cda::Device& device, const cda::TimeStamp& written, const Wording& wording,
               std::vector<Notice>& notices) {
    const bool removed = hasEnded(device.period, written);
    const bool nothing = device.code.empty() || absenceOf(device.code) ||
                         (!device.code.nullFlavor.empty() && device.code.translations.empty() &&
                          device.code.originalText.empty());
    if (!removed && !device.negated && !nothing) {
        notices.push_back({Tone::Warning, wording.text("warning.implant"),
                           cell(wording.line(device.code, Weight::Strong))});
    }
}

/// The day or moment at which a statement was made.
std::string momentOf(const cda::TimeRange& time) {
    for (const auto& stamp : {time.exact, time.high, time.low}) {
        if (stamp && !stamp->value.empty()) {
            return stamp->value;
        }
    }
    return {};
}

/// Whole months from one HL7 time to another; nothing where one of them has none.
std::optional<int> monthsBetween(std::string_view from, std::string_view until) {
    const auto months = [](std::string_view time) -> std::optional<int> {
        int number = 0;
        constexpr std::size_t kMonth = 6; // digits of YYYYMM
        const bool read =
            time.size() >= kMonth &&
            std::from_chars(time.data(), time.data() + kMonth, number).ptr == time.data() + kMonth;
        return read ? std::optional{number / 100 * 12 + number % 100} : std::nullopt;
    };
    const auto first = months(from);
    const auto last = months(until);
    return first && last ? std::optional{*last - *first} : std::nullopt;
}

bool statesPregnancy(const cda::Observation& observation) {
    return !observation.negated && !observation.values.empty() && observation.values.front().coded &&
           raises(*observation.values.front().coded, Danger::Pregnant);
}

/// The expected day of birth, of an observation about a pregnancy.
std::optional<cda::TimeRange> expectedBirth(const cda::Observation& observation) {
    for (const cda::Observation& part : observation.parts) {
        if (!part.values.empty() && part.values.front().time) {
            return part.values.front().time;
        }
    }
    return std::nullopt;
}

/// A pregnancy of which the document itself shows that it is over: its due month has passed by more than one,
/// or it was stated more than ten months before.
bool isOver(const cda::Observation& observation, const cda::TimeStamp& written) {
    const auto due = expectedBirth(observation);
    const auto sinceDue = due ? monthsBetween(momentOf(*due), written.value) : std::nullopt;
    const auto sinceStated = monthsBetween(momentOf(observation.time), written.value);
    return sinceDue ? *sinceDue > 1 : sinceStated && *sinceStated > 10;
}

/// LOINC: Pregnancy status.
constexpr std::string_view kPregnancyStatus = "82810-3";

/// Of the statements about pregnancy the newest counts.
void addPregnancy(const std::vector<const cda::Observation*>& stated, const cda::TimeStamp& written,
                  const Wording& wording, std::vector<Notice>& notices) {
    for (const cda::Observation* observation : stated) {
        const std::string moment = momentOf(observation->time);
        const bool newer = std::ranges::any_of(stated, [&](const cda::Observation* other) {
            return !statesPregnancy(*other) && momentOf(other->time) > moment;
        });
        if (!statesPregnancy(*observation) || newer || isOver(*observation, written)) {
            continue;
        }
        Line words{wording.phrase(*observation->values.front().coded, Weight::Strong)};
        if (const auto due = expectedBirth(*observation)) {
            words.push_back(wording.plain("\u2013 " + wording.text("pregnancy.expected_delivery") + ' ' +
                                          wording.period(*due)));
        }
        if (!moment.empty()) {
            const std::string recorded =
                wording.text("problem.recorded") + ' ' + wording.period(observation->time);
            words.push_back(wording.plain('(' + recorded + ')', Weight::Muted));
        }
        notices.push_back({Tone::Warning, wording.text("warning.pregnant"), cell(std::move(words))});
    }
}

void addCriticalResults(const cda::Observation& observation, const Wording& wording,
                        std::vector<Notice>& notices) {
    if (anyRaises(observation.interpretations, Danger::CriticalResult) && !observation.replaced &&
        !observation.negated && !isWithdrawn(observation) && isFact(observation)) {
        Line words = wording.line(observation.code, Weight::Strong);
        for (const cda::Value& value : observation.values) {
            const Line result = wording.value(value, Figure::Measured);
            words.insert(words.end(), result.begin(), result.end());
        }
        for (const cda::CodedValue& interpretation : observation.interpretations) {
            addDivided(words, wording.line(interpretation), "\u00b7", wording);
        }
        notices.push_back({Tone::Danger, wording.text("warning.critical_result"), cell(std::move(words))});
    }
    for (const cda::Observation& part : observation.parts) {
        addCriticalResults(part, wording, notices);
    }
}

void addProblem(const cda::Problem& problem, bool past, const Wording& wording,
                std::vector<Notice>& notices) {
    if (problem.negated || isDenial(problem.certainties) || isDenial(problem.statuses) ||
        problem.concernStatus == "nullified") {
        return;
    }
    const bool over = past || saysNoLonger(problem.statuses);
    const char* heading = !over && raises(problem.problem, Danger::Pregnant) ? "warning.pregnant"
                          : raises(problem.problem, Danger::LastingCondition) ||
                                  (!over && raises(problem.problem, Danger::PresentCondition))
                              ? "warning.condition"
                              : nullptr;
    if (heading != nullptr) {
        notices.push_back(
            {Tone::Warning, wording.text(heading), cell(wording.line(problem.problem, Weight::Strong))});
    }
}

/// The warnings of the document by kind, in the order in which they stand on the page.
struct Warnings {
    std::vector<Notice> allergies, freeText, results, medication, pregnancy, devices, conditions;
    std::vector<const cda::Observation*> pregnancies; ///< all statements, of which the newest counts
};

void addEntry(const cda::Entry& entry, const cda::Section& section, const cda::TimeStamp& written,
              const Wording& wording, Warnings& into) {
    // Of a group each observation says itself whom it is about and whether it is so.
    if (!isFact(entry) && !std::holds_alternative<cda::Observation>(entry.content)) {
        return;
    }
    // What is prescribed or handed out is the subject of the page, not something that one may overlook.
    const bool subject =
        section.code.code == cda::kPrescriptionSection || section.code.code == cda::kDispensationSection;
    if (const auto* allergy = std::get_if<cda::Allergy>(&entry.content)) {
        addAllergy(*allergy, wording, into.allergies);
    } else if (const auto* medication = std::get_if<cda::Medication>(&entry.content);
               medication && !subject) {
        addMedication(*medication, written, wording, into.medication);
    } else if (const auto* device = std::get_if<cda::Device>(&entry.content)) {
        addDevice(*device, written, wording, into.devices);
    } else if (const auto* observation = std::get_if<cda::Observation>(&entry.content)) {
        const bool holds = isFact(*observation) && !isWithdrawn(*observation) && !observation->replaced;
        if (holds && (observation->code.code == kPregnancyStatus || statesPregnancy(*observation))) {
            into.pregnancies.push_back(observation);
        }
        addCriticalResults(*observation, wording, into.results);
    } else if (const auto* problem = std::get_if<cda::Problem>(&entry.content)) {
        addProblem(*problem, section.code.code == cda::kPastIllnessSection, wording, into.conditions);
    }
}

void addSection(const cda::Section& section, const cda::TimeStamp& written, const Wording& wording,
                Warnings& into) {
    for (const cda::Entry& entry : section.entries) {
        addEntry(entry, section, written, wording, into);
    }
    if (warnsInFreeText(section)) {
        for (const std::string& alert : section.uncoded) {
            into.freeText.push_back(
                {Tone::Warning, wording.text("warning.free_text"), cell(wording.foreign(alert))});
        }
    }
    for (const cda::Section& inner : section.sections) {
        addSection(inner, written, wording, into);
    }
}

} // namespace

bool warnsInFreeText(const cda::Section& section) {
    return section.code.code == cda::kAllergySection && !section.subject;
}

bool raises(const cda::CodedValue& value, Danger danger) {
    return dangerCodes().is(danger, value.code, value.system) ||
           std::ranges::any_of(value.translations, [danger](const cda::Translation& translation) {
               return dangerCodes().is(danger, translation.code, translation.system);
           });
}

bool anyRaises(const std::vector<cda::CodedValue>& values, Danger danger) {
    return std::ranges::any_of(values,
                               [danger](const cda::CodedValue& value) { return raises(value, danger); });
}

bool saysNoLonger(const std::vector<cda::CodedValue>& values) {
    return !values.empty() && std::ranges::all_of(values, [](const cda::CodedValue& value) {
        return dangerCodes().is(Danger::NoLonger, value.code);
    });
}

bool isDangerous(const cda::Allergy& allergy) {
    if (allergy.negated || saysNoLonger(allergy.statuses) || saysNoLonger(allergy.certainties) ||
        allergy.concernStatus == "nullified") {
        return false;
    }
    if (anyRaises(allergy.criticalities, Danger::HighRisk) || anyRaises(allergy.severities, Danger::Severe)) {
        return true;
    }
    return std::ranges::any_of(allergy.reactions, [](const cda::Reaction& reaction) {
        return !reaction.negated && (anyRaises(reaction.severities, Danger::Severe) ||
                                     raises(reaction.manifestation, Danger::Reaction));
    });
}

std::vector<Notice> warningsOf(const cda::ClinicalDocument& document, const Wording& wording) {
    Warnings warnings;
    for (const cda::Section& section : document.sections) {
        addSection(section, document.created, wording, warnings);
    }
    addPregnancy(warnings.pregnancies, document.created, wording, warnings.pregnancy);
    std::vector<Notice> notices;
    for (auto* kind : {&warnings.allergies, &warnings.freeText, &warnings.results, &warnings.medication,
                       &warnings.pregnancy, &warnings.devices, &warnings.conditions}) {
        notices.insert(notices.end(), std::make_move_iterator(kind->begin()),
                       std::make_move_iterator(kind->end()));
    }
    return notices;
}

} // namespace ncp::transform::render
