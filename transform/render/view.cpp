#include "transform/render/view_builder.hpp"

#include <algorithm>
#include <array>
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
    return name.empty() || joined(name.front()).empty() ? entry.text : joined(name.front());
}

CodeRow codeRow(const cda::CodedValue& value, const Wording& wording) {
    CodeRow row;
    row.shown = wording.phrase(value);
    row.shown.mark = Mark::None; // the table of codes shows what came; marks belong to the clinical view
    row.code = value.code;
    row.system = value.systemName.empty() ? value.system : value.systemName;
    const auto add = [&row](Phrase phrase) {
        const bool known = phrase.text.empty() || phrase.text == row.shown.text || phrase.text == row.code ||
                           std::any_of(row.originals.begin(), row.originals.end(),
                                       [&](const Phrase& other) { return other.text == phrase.text; });
        if (!known) {
            row.originals.push_back(std::move(phrase));
        }
    };
    add(wording.foreign(value.originalText));
    if (value.display != row.shown.text) {
        add(wording.foreign(value.display));
    }
    for (const cda::Translation& translation : value.translations) {
        const bool same = translation.code == value.code && translation.system == value.system;
        Phrase words = wording.foreign(translation.display);
        words.language = same ? "en" : words.language;
        if (!same && !translation.code.empty()) {
            words.text += (words.text.empty() ? "" : " ") + ('(' + translation.code + ')');
        }
        add(std::move(words));
        add(wording.foreign(translation.originalText));
    }
    return row;
}

CodeGroup codeGroup(const cda::Entry& entry, const Wording& wording) {
    CodeGroup group;
    group.heading = entryHeading(entry, wording);
    std::set<std::string> seen;
    for (const cda::CodeUse& use : entry.codes) {
        CodeRow row = codeRow(use.value, wording);
        std::string key = row.code + '|' + row.system + '|' + row.shown.text;
        for (const Phrase& original : row.originals) {
            key += '|' + original.text;
        }
        const bool codeOnly = row.shown.text == row.code && row.originals.empty();
        if (codeOnly) {
            row.shown.text.clear();
        }
        if ((!row.code.empty() || !row.originals.empty() || !row.shown.text.empty()) &&
            seen.insert(std::move(key)).second) {
            group.rows.push_back(std::move(row));
        }
    }
    return group;
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
        addStatementDates(entry, wording, notice.text);
        addRemaining(entry, wording, notice.text);
        view.notices.push_back(std::move(notice));
    }
}

SectionView describeSection(const cda::Section& section, const cda::ClinicalDocument& document,
                            const Wording& wording, std::size_t number) {
    SectionView view;
    view.anchor = "clinical-section-" + std::to_string(number);
    const std::size_t place = rank(section.code.code);
    view.originalTitle = wording.foreign(section.title);
    view.title = place < kSections.size()  ? wording.text(kSections[place].key)
                 : section.title.empty()   ? wording.text("section.other")
                 : section.code.translated ? section.code.display
                                           : section.title;
    addAbsences(section, wording, view);
    describeEntries(section, document, wording, view);
    // Free text about allergies already stands among the warnings at the top.
    for (const std::string& block :
         section.code.code == cda::kAllergySection ? std::vector<std::string>{} : section.uncoded) {
        view.uncoded.push_back(wording.foreign(block));
    }
    for (const cda::Entry& entry : section.entries) {
        CodeGroup group = codeGroup(entry, wording);
        if (!group.rows.empty()) {
            view.codes.push_back(std::move(group));
        }
    }
    if (!section.narrative.empty()) {
        view.narrative = &section.narrative;
    }
    view.narrativeOpen = view.notices.empty() && view.table.rows.empty() && view.cards.empty();
    if (view.narrativeOpen) {
        const bool text = view.narrative != nullptr;
        view.notices.push_back(
            {Tone::Plain,
             {},
             cell(wording, wording.text(text ? "section.narrative_only" : "section.empty"))});
    }
    return view;
}

void flatten(const std::vector<cda::Section>& sections, std::vector<const cda::Section*>& into) {
    for (const cda::Section& section : sections) {
        into.push_back(&section);
        flatten(section.sections, into);
    }
}

void addSections(const cda::ClinicalDocument& document, const Wording& wording, const std::string& country,
                 View& view) {
    std::vector<const cda::Section*> ordered;
    flatten(document.sections, ordered);
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
        const bool present = at != ordered.end() && rank((*at)->code.code) == place;
        while (at != ordered.end() && rank((*at)->code.code) == place) {
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

std::size_t untranslatedIn(const Cell& lines) {
    std::size_t count = 0;
    for (const Line& line : lines) {
        count += static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](const Phrase& phrase) {
            return phrase.mark == Mark::NotTranslated;
        }));
    }
    return count;
}

std::size_t untranslatedIn(const SectionView& section) {
    std::size_t count = 0;
    for (const TableRow& row : section.table.rows) {
        for (const Cell& lines : row.cells) {
            count += untranslatedIn(lines);
        }
    }
    for (const Card& card : section.cards) {
        count += untranslatedIn(Cell{card.title}) + untranslatedIn(card.lead);
        for (const Fact& fact : card.facts) {
            count += untranslatedIn(fact.value);
        }
    }
    return count;
}

std::string documentName(const cda::ClinicalDocument& document, const Wording& wording) {
    const std::string& code = document.code.code;
    if (code == cda::kPatientSummary) {
        return wording.text("document.patient_summary");
    }
    if (code == cda::kPrescription) {
        return wording.text("document.eprescription");
    }
    if (code == cda::kDispensation) {
        return wording.text("document.edispensation");
    }
    const std::string coded = wording.phrase(document.code).text;
    return coded.empty() ? wording.text("document.unknown") : coded;
}

void addNotices(const cda::ClinicalDocument& document, const Wording& wording, const RenderOptions& options,
                View& view) {
    if (options.demonstration) {
        view.notices.push_back({Tone::Plain, {}, cell(wording, wording.text("warning.demo"))});
    }
    if (document.embedded) {
        const bool pdf = document.mediaType == "application/pdf";
        view.notices.push_back(
            {Tone::Warning,
             {},
             cell(wording, pdf ? wording.text("document.pdf_only")
                               : wording.text("document.file_only", {document.mediaType}))});
        return;
    }
    std::size_t count = 0;
    for (const SectionView& section : view.sections) {
        count += untranslatedIn(section);
    }
    if (!document.translated && wording.language() != TextLanguage::English) {
        view.notices.push_back(
            {Tone::Warning, {}, cell(wording, wording.text("warning.untranslated_document"))});
    } else if (count > 0) {
        view.notices.push_back(
            {Tone::Plain,
             {},
             cell(wording, wording.counted("warning.not_translated", std::to_string(count)))});
    }
}

void addFooter(const cda::ClinicalDocument& document, const Wording& wording, const RenderOptions& options,
               const std::string& country, View& view) {
    if (!options.receivedAt.empty()) {
        view.footer.push_back(
            wording.text("footer.received", {country, wording.date(cda::TimeStamp{options.receivedAt, {}})}));
    }
    if (document.translated) {
        view.footer.push_back(wording.text("footer.translated_by_machine"));
    }
    view.footer.push_back(wording.text("footer.disclaimer", {country}));
    if (document.code.code == cda::kPatientSummary) {
        view.footer.push_back(wording.text("footer.incomplete"));
    }
    view.footer.push_back(wording.text("footer.confidential"));
    view.footer.push_back(wording.text("footer.exchange"));
}

} // namespace

View buildView(const cda::ClinicalDocument& document, const Wording& wording, const RenderOptions& options) {
    View view;
    const std::string country = options.sourceCountry.empty() ? wording.text("document.source_country")
                                                              : wording.country(options.sourceCountry);
    view.language = localeTag(wording.language());
    view.sourceLanguage = wording.sourceLanguage();
    view.sourceCountry = country;
    view.documentName = wording.text("document.from_country", {documentName(document, wording), country});
    describePatient(document, wording, view);
    view.warnings = warningsOf(document, wording);
    addSections(document, wording, country, view);
    view.documentFacts = describeDocument(document, wording);
    view.prescriptionFacts = describePrescription(document, wording);
    addNotices(document, wording, options, view);
    addFooter(document, wording, options, country, view);
    return view;
}

} // namespace ncp::transform::render
