#include "transform/render/posology.hpp"
#include "transform/render/view_builder.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ncp::transform::render {

namespace {

template <std::size_t N>
bool isOneOf(std::string_view code, const std::array<std::string_view, N>& codes) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

/// SNOMED CT: severe, moderate to severe, life threatening, fatal.
constexpr std::array<std::string_view, 4> kSevere{"24484000", "371924009", "442452003", "399166001"};
/// SNOMED CT: anaphylaxis, acute allergic reaction, non-allergic anaphylaxis, angioedema (also of the
/// tongue), oedema of larynx, pharynx and tongue, bronchospasm, cardiorespiratory arrest, Stevens-Johnson
/// syndrome, toxic epidermal necrolysis, DRESS; ICD-10: anaphylactic shock, angioneurotic oedema.
constexpr std::array<std::string_view, 18> kDangerousReactions{
    "39579001",  "241929008", "35001004", "41291007",  "402407004", "51599000",
    "2129002",   "81950002",  "4386001",  "410430005", "73442001",  "768962006",
    "702809001", "T78.0",     "T78.2",    "T78.3",     "T80.5",     "T88.6"};
constexpr std::array<std::string_view, 2> kHighRisk{"high", "CRITH"};
constexpr std::array<std::string_view, 8> kNoLonger{"resolved",  "inactive", "refuted",   "entered-in-error",
                                                    "723506003", "73425007", "413322009", "410516002"};

bool anySevere(const std::vector<cda::CodedValue>& severities) {
    return std::any_of(severities.begin(), severities.end(),
                       [](const cda::CodedValue& severity) { return isOneOf(severity.code, kSevere); });
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

void addAllergies(const cda::Section& section, const Wording& wording, std::vector<Notice>& notices) {
    for (const cda::Entry& entry : section.entries) {
        const auto* allergy = std::get_if<cda::Allergy>(&entry.content);
        if (allergy == nullptr || !isDangerous(*allergy)) {
            continue;
        }
        Line words;
        for (const Line& agent : allergyAgent(*allergy, wording)) {
            addDivided(words, agent, "\u00b7", wording);
        }
        const char* divider = "\u2013";
        for (const cda::Reaction& reaction : allergy->reactions) {
            addDivided(words, reactionLine(reaction, wording), divider, wording);
            divider = "\u00b7";
        }
        notices.push_back({Tone::Danger, wording.text("warning.severe_allergy"), cell(std::move(words))});
    }
    for (const std::string& alert : section.uncoded) {
        notices.push_back({Tone::Warning, wording.text("warning.free_text"), cell(wording.foreign(alert))});
    }
}

/// The code that says so: senders put ATC with the product or with the ingredient.
std::optional<cda::CodedValue> anticoagulant(const cda::Product& product) {
    std::vector<cda::CodedValue> codes = product.classifications;
    for (const cda::Ingredient& ingredient : product.ingredients) {
        codes.push_back(ingredient.substance);
    }
    // ATC B01A: antithrombotic agents; B01AC are platelet inhibitors.
    const auto found = std::find_if(codes.begin(), codes.end(), [](const cda::CodedValue& code) {
        return code.code.starts_with("B01A") && !code.code.starts_with("B01AC");
    });
    return found == codes.end() ? std::nullopt : std::optional{*found};
}

void addAnticoagulants(const cda::Section& section, const Wording& wording, std::vector<Notice>& notices) {
    for (const cda::Entry& entry : section.entries) {
        const auto* medication = std::get_if<cda::Medication>(&entry.content);
        if (medication == nullptr || isPast(*medication)) {
            continue;
        }
        if (const auto code = anticoagulant(medication->product)) {
            Line words = wording.line(*code, Weight::Strong);
            const Cell dose = doseSentence(*medication, wording);
            words.push_back(wording.plain("\u2013"));
            words.insert(words.end(), dose.front().begin(), dose.front().end());
            notices.push_back({Tone::Warning, wording.text("warning.anticoagulant"), cell(std::move(words))});
        }
    }
}

void addDevices(const cda::Section& section, const Wording& wording, std::vector<Notice>& notices) {
    for (const cda::Entry& entry : section.entries) {
        const auto* device = std::get_if<cda::Device>(&entry.content);
        const bool removed = device != nullptr && device->period.high && !device->period.high->value.empty();
        if (device == nullptr || removed || device->negated || device->code.empty() ||
            absenceOf(device->code) || !device->code.nullFlavor.empty()) {
            continue;
        }
        notices.push_back({Tone::Warning, wording.text("warning.implant"),
                           cell(wording.line(device->code, Weight::Strong))});
    }
}

void addPregnancy(const cda::Section& section, const Wording& wording, std::vector<Notice>& notices) {
    for (const cda::Entry& entry : section.entries) {
        const auto* observation = std::get_if<cda::Observation>(&entry.content);
        if (observation == nullptr || observation->negated || observation->values.empty() ||
            !observation->values.front().coded || observation->values.front().coded->code != "77386006") {
            continue;
        }
        Line words{wording.phrase(*observation->values.front().coded, Weight::Strong)};
        for (const cda::Observation& part : observation->parts) {
            if (!part.values.empty() && part.values.front().time) {
                words.push_back(wording.plain("\u2013 " + wording.text("pregnancy.expected_delivery") + ' ' +
                                              wording.period(*part.values.front().time)));
            }
        }
        notices.push_back({Tone::Warning, wording.text("warning.pregnant"), cell(std::move(words))});
    }
}

} // namespace

bool isDangerous(const cda::Allergy& allergy) {
    const auto says = [](const std::optional<cda::CodedValue>& value, const auto& codes) {
        return value && isOneOf(value->code, codes);
    };
    if (allergy.negated || says(allergy.status, kNoLonger) || says(allergy.certainty, kNoLonger)) {
        return false;
    }
    if (says(allergy.criticality, kHighRisk) || anySevere(allergy.severities)) {
        return true;
    }
    return std::any_of(allergy.reactions.begin(), allergy.reactions.end(), [](const cda::Reaction& reaction) {
        return !reaction.negated &&
               (anySevere(reaction.severities) || isOneOf(reaction.manifestation.code, kDangerousReactions));
    });
}

std::vector<Notice> warningsOf(const cda::ClinicalDocument& document, const Wording& wording) {
    std::vector<Notice> notices;
    const auto each = [&](std::string_view code, auto add) {
        for (const cda::Section& section : document.sections) {
            if (section.code.code == code) {
                add(section, wording, notices);
            }
        }
    };
    each(cda::kAllergySection, addAllergies);
    each(cda::kMedicationSection, addAnticoagulants);
    each(cda::kPregnancySection, addPregnancy);
    each(cda::kDeviceSection, addDevices);
    return notices;
}

} // namespace ncp::transform::render
