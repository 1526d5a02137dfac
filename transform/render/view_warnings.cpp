#include "transform/render/posology.hpp"
#include "transform/render/view_builder.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ncp::transform::render {

namespace {

/// Also where only the code of the source country says so: an alarm too many does less harm.
bool raises(const cda::CodedValue& value, Danger danger) {
    return dangerCodes().is(danger, value.code) ||
           std::ranges::any_of(value.translations, [danger](const cda::Translation& translation) {
               return dangerCodes().is(danger, translation.code);
           });
}

/// What lifts an alarm must say so itself, and nothing beside it may say otherwise.
bool say(const std::vector<cda::CodedValue>& values, Danger danger) {
    return !values.empty() && std::ranges::all_of(values, [danger](const cda::CodedValue& value) {
        return dangerCodes().is(danger, value.code);
    });
}

bool anyRaises(const std::vector<cda::CodedValue>& values, Danger danger) {
    return std::ranges::any_of(values,
                               [danger](const cda::CodedValue& value) { return raises(value, danger); });
}

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

void addMedication(const cda::Medication& medication, const cda::TimeStamp& written, const Wording& wording,
                   std::vector<Notice>& notices) {
    const auto code = isPast(medication, written) ? std::nullopt : anticoagulant(medication.product);
    if (!code) {
        return;
    }
    Line words = wording.line(*code, Weight::Strong);
    if (const std::string strength = strengthWords(medication.product, wording); !strength.empty()) {
        words.push_back(wording.plain(strength, Weight::Strong));
    }
    words.push_back(wording.plain("\u2013"));
    Cell lines = doseSentence(medication, wording);
    lines.front().insert(lines.front().begin(), words.begin(), words.end());
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

void addPregnancy(const cda::Observation& observation, const Wording& wording, std::vector<Notice>& notices) {
    if (observation.negated || isWithdrawn(observation) || !isFact(observation) ||
        observation.values.empty() || !observation.values.front().coded ||
        !raises(*observation.values.front().coded, Danger::Pregnant)) {
        return;
    }
    Line words{wording.phrase(*observation.values.front().coded, Weight::Strong)};
    for (const cda::Observation& part : observation.parts) {
        if (!part.values.empty() && part.values.front().time) {
            words.push_back(wording.plain("\u2013 " + wording.text("pregnancy.expected_delivery") + ' ' +
                                          wording.period(*part.values.front().time)));
        }
    }
    notices.push_back({Tone::Warning, wording.text("warning.pregnant"), cell(std::move(words))});
}

void addCriticalResults(const cda::Observation& observation, const Wording& wording,
                        std::vector<Notice>& notices) {
    const bool critical =
        std::ranges::any_of(observation.interpretations, [](const cda::CodedValue& interpretation) {
            return dangerCodes().is(Danger::CriticalResult, interpretation.code);
        });
    if (critical && !observation.replaced && !observation.negated && !isWithdrawn(observation) &&
        isFact(observation)) {
        Line words = wording.line(observation.code, Weight::Strong);
        for (const cda::Value& value : observation.values) {
            const Line result = wording.value(value);
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
    const bool over = past || say(problem.statuses, Danger::NoLonger);
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
        addPregnancy(*observation, wording, into.pregnancy);
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

bool isDangerous(const cda::Allergy& allergy) {
    if (allergy.negated || say(allergy.statuses, Danger::NoLonger) ||
        say(allergy.certainties, Danger::NoLonger) || allergy.concernStatus == "nullified") {
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
    std::vector<Notice> notices;
    for (auto* kind : {&warnings.allergies, &warnings.freeText, &warnings.results, &warnings.medication,
                       &warnings.pregnancy, &warnings.devices, &warnings.conditions}) {
        notices.insert(notices.end(), std::make_move_iterator(kind->begin()),
                       std::make_move_iterator(kind->end()));
    }
    return notices;
}

} // namespace ncp::transform::render
