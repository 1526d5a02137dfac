#include "transform/render/view_builder.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <utility>

namespace ncp::transform::render {

namespace {

struct SectionName {
    std::string_view code;
    std::string_view key;
    bool required = false; ///< of a Patient Summary
};

/// The order in which sections are shown: what can kill first, then the order of the eHDSI display.
constexpr std::array kSections{
    SectionName{cda::kPrescriptionSection, "section.prescription"},
    SectionName{cda::kDispensationSection, "section.dispensation"},
    SectionName{cda::kAllergySection, "section.allergies", true},
    SectionName{cda::kMedicationSection, "section.medication", true},
    SectionName{cda::kProblemSection, "section.problems", true},
    SectionName{cda::kResultsSection, "section.results"},
    SectionName{cda::kDeviceSection, "section.devices", true},
    SectionName{cda::kProcedureSection, "section.procedures", true},
    SectionName{cda::kPastIllnessSection, "section.past_illness"},
    SectionName{cda::kImmunizationSection, "section.immunizations"},
    SectionName{cda::kCarePlanSection, "section.care_plan"},
    SectionName{cda::kFunctionalStatusSection, "section.functional_status"},
    SectionName{cda::kSocialHistorySection, "section.social_history"},
    SectionName{cda::kPregnancySection, "section.pregnancy"},
    SectionName{cda::kVitalSignsSection, "section.vital_signs"},
    SectionName{cda::kAdvanceDirectivesSection, "section.advance_directives"},
    SectionName{cda::kTravelHistorySection, "section.travel_history"},
    SectionName{"10157-6", "section.family_history"},
    SectionName{"10164-2", "section.present_illness"},
    SectionName{"29554-3", "section.procedure_note"},
};

std::size_t rank(std::string_view code) {
    const auto found = std::find_if(kSections.begin(), kSections.end(),
                                    [code](const SectionName& name) { return name.code == code; });
    return static_cast<std::size_t>(found - kSections.begin());
}

std::string entryHeading(const cda::Entry& entry, const Wording& wording) {
    Cell name;
    if (const auto* allergy = std::get_if<cda::Allergy>(&entry.content)) {
        name = allergyAgent(*allergy, wording);
    } else if (const auto* problem = std::get_if<cda::Problem>(&entry.content)) {
        name = cell(wording.line(problem->problem));
    } else if (const auto* medication = std::get_if<cda::Medication>(&entry.content)) {
        name = {productTitle(medication->product, wording)};
    } else if (const auto* procedure = std::get_if<cda::Procedure>(&entry.content)) {
        name = cell(wording.line(procedure->code));
    } else if (const auto* device = std::get_if<cda::Device>(&entry.content)) {
        name = cell(wording.line(device->code));
    } else if (const auto* vaccination = std::get_if<cda::Vaccination>(&entry.content)) {
        name = cell(wording.line(vaccination->product.code));
    } else if (const auto* observation = std::get_if<cda::Observation>(&entry.content)) {
        name = cell(wording.line(observation->code));
    } else if (const auto* dispensation = std::get_if<cda::Dispensation>(&entry.content)) {
        name = {productTitle(dispensation->product, wording)};
    }
    if (!name.empty() && !joined(name.front()).empty()) {
        return joined(name.front());
    }
    const auto absence = absenceOf(entry);
    return absence                             ? wording.text(absence->key)
           : entry.text.empty() && entry.group ? wording.phrase(*entry.group).text
           : entry.text.empty()                ? wording.text("section.other")
                                               : entry.text;
}

/// When an absence was stated, where the entry has more than a nullFlavor about it.
void addStatementDates(const cda::Entry& entry, const Wording& wording, Cell& into) {
    std::vector<cda::TimeRange> ranges;
    if (const auto* allergy = std::get_if<cda::Allergy>(&entry.content)) {
        ranges = {allergy->period, allergy->concernPeriod};
    } else if (const auto* problem = std::get_if<cda::Problem>(&entry.content)) {
        ranges = {problem->period, problem->concernPeriod};
    } else if (const auto* medication = std::get_if<cda::Medication>(&entry.content)) {
        ranges = {medication->period};
    } else if (const auto* procedure = std::get_if<cda::Procedure>(&entry.content)) {
        ranges = {procedure->period};
    } else if (const auto* device = std::get_if<cda::Device>(&entry.content)) {
        ranges = {device->period};
    }
    std::string last;
    for (const cda::TimeRange& range : ranges) {
        const bool stated = (range.exact && !range.exact->value.empty()) ||
                            (range.low && !range.low->value.empty()) ||
                            (range.high && !range.high->value.empty());
        const std::string words = stated ? wording.since(range) : std::string{};
        if (!words.empty() && words != last) {
            into.push_back({wording.plain(wording.text("problem.recorded") + ' ' + words, Weight::Muted)});
            last = words;
        }
    }
}

void addAbsences(const cda::Section& section, const Wording& wording, SectionView& view) {
    for (const cda::Entry& entry : section.entries) {
        const auto absence = absenceOf(entry);
        if (!absence) {
            continue;
        }
        Notice notice = absenceNotice(*absence, wording);
        notice.entry = entry.number;
        if (!absence->noInformation && isContradicted(entry, section)) {
            notice.tone = Tone::Warning;
            notice.text.push_back({wording.plain(wording.text("absent.contradicted"), Weight::Strong)});
        }
        addStatementDates(entry, wording, notice.text);
        addRemaining(entry, wording, notice.text);
        view.notices.push_back(std::move(notice));
    }
}

/// Pictures and other files of a section, each with what the section is called.
void addFiles(const cda::Section& section, const Wording& wording, SectionView& view) {
    for (const cda::Media& media : section.media) {
        view.files.push_back(
            describeFile(media, media.id.empty() ? view.title : view.title + " \u2013 " + media.id, wording));
        view.files.back().entry = media.entry;
    }
}

void addAuthors(const cda::Section& section, const Wording& wording, SectionView& view) {
    for (const cda::Performer& author : section.authors) {
        addFact(view.facts, wording.text("section.written_by"), participationCell(author, wording));
    }
}

/// A section about somebody else says so in its heading and before all that it holds.
void addSubject(const cda::Section& section, const Wording& wording, SectionView& view) {
    if (!section.subject) {
        return;
    }
    if (view.titleLanguage.empty()) {
        view.title = wording.text("section.about_other", {view.title});
    }
    Cell who = subjectCell(section.subject->relation, wording);
    addLeaves(section.subject->details, wording, who);
    view.notices.insert(view.notices.begin(), {Tone::Warning, {}, std::move(who)});
    if (CodeGroup codes = describeCodes(view.title, section.subject->codes, wording); !codes.rows.empty()) {
        view.codes.push_back(std::move(codes));
    }
}

SectionView describeSection(const cda::Section& section, const cda::ClinicalDocument& document,
                            const Wording& wording, std::size_t number) {
    SectionView view;
    view.anchor = "clinical-section-" + std::to_string(number);
    const std::size_t place = rank(section.code.code);
    view.originalTitle = wording.foreign(section.title);
    view.title = place < kSections.size()       ? wording.text(kSections[place].key)
                 : section.code.translated      ? section.code.display
                 : !section.title.empty()       ? section.title
                 : section.code.display.empty() ? wording.text("section.other")
                                                : section.code.display;
    view.titleLanguage = place < kSections.size() || section.code.translated ? std::string{}
                         : section.title.empty()                             ? std::string{"en"}
                                                                             : view.originalTitle.language;
    addAbsences(section, wording, view);
    describeEntries(section, document, wording, view);
    addAuthors(section, wording, view);
    addFiles(section, wording, view);
    // Free text about allergies already stands among the warnings at the top.
    for (const std::string& block : warnsInFreeText(section) ? std::vector<std::string>{} : section.uncoded) {
        view.uncoded.push_back(wording.foreign(block));
    }
    for (const cda::Entry& entry : section.entries) {
        CodeGroup group = describeCodes(entryHeading(entry, wording), entry.codes, wording);
        group.entry = entry.number;
        addUnits(entry.units, wording, group);
        if (!group.rows.empty()) {
            view.codes.push_back(std::move(group));
        }
    }
    if (!section.narrative.empty()) {
        view.narrative = &section.narrative;
    }
    if (view.narrative == nullptr && section.title != view.title) {
        addFact(view.facts, wording.text("document.title"), cell(view.originalTitle));
    }
    view.narrativeOpen = view.notices.empty() && view.table.rows.empty() && view.cards.empty();
    if (!section.nullFlavor.empty()) {
        view.notices.push_back({Tone::Warning, wording.nullFlavor(section.nullFlavor),
                                cell(wording, wording.text("section.withheld"))});
    } else if (view.narrativeOpen) {
        const bool text = view.narrative != nullptr;
        view.notices.push_back(
            {Tone::Plain,
             {},
             cell(wording, wording.text(text ? "section.narrative_only" : "section.empty"))});
    }
    addSubject(section, wording, view);
    return view;
}

void flatten(const std::vector<cda::Section>& sections, std::vector<const cda::Section*>& into) {
    for (const cda::Section& section : sections) {
        into.push_back(&section);
        flatten(section.sections, into);
    }
}

/// The sections of the documents that have a fixed set stand in an order of ours; any other document keeps
/// its own, which tells its story.
bool hasFixedSections(const cda::ClinicalDocument& document) {
    static constexpr std::array kKinds{cda::kPatientSummary, cda::kPrescription, cda::kDispensation,
                                       cda::kMedicationOverview};
    return std::ranges::find(kKinds, document.code.code) != kKinds.end();
}

void addInOwnOrder(const std::vector<const cda::Section*>& sections, const cda::ClinicalDocument& document,
                   const Wording& wording, View& view) {
    std::size_t number = 0;
    for (const cda::Section* section : sections) {
        view.sections.push_back(describeSection(*section, document, wording, ++number));
    }
}

} // namespace

void describeSections(const cda::ClinicalDocument& document, const Wording& wording,
                      const std::string& country, View& view) {
    std::vector<const cda::Section*> ordered;
    flatten(document.sections, ordered);
    if (!hasFixedSections(document)) {
        addInOwnOrder(ordered, document, wording, view);
        return;
    }
    std::stable_sort(ordered.begin(), ordered.end(), [](const cda::Section* a, const cda::Section* b) {
        return rank(a->code.code) < rank(b->code.code);
    });
    const bool summary = document.code.code == cda::kPatientSummary && !document.embedded;
    std::size_t number = 0;
    auto at = ordered.begin();
    const auto describe = [&] {
        view.sections.push_back(describeSection(**at++, document, wording, ++number));
    };
    for (std::size_t place = 0; place < kSections.size(); ++place) {
        bool present = false; // a section about somebody else says nothing of the patient
        while (at != ordered.end() && rank((*at)->code.code) == place) {
            present = present || !(*at)->subject;
            describe();
        }
        if (!present && summary && kSections[place].required) {
            SectionView missing;
            missing.anchor = "clinical-section-" + std::to_string(++number);
            missing.title = wording.text(kSections[place].key);
            missing.notices.push_back(
                {Tone::Warning,
                 {},
                 cell(wording, wording.text("section.missing", {missing.title, country}))});
            view.sections.push_back(std::move(missing));
        }
    }
    while (at != ordered.end()) {
        describe();
    }
}

} // namespace ncp::transform::render
