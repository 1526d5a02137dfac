#include "transform/render/view_builder.hpp"

#include <algorithm>
#include <utility>

namespace ncp::transform::render {

namespace {

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
    if (const std::string key = "document.kind." + code; wording.has(key)) {
        return wording.text(key);
    }
    const std::string coded = wording.phrase(document.code).text;
    return coded.empty() ? wording.text("document.unknown") : coded;
}

void addNotices(const cda::ClinicalDocument& document, const Wording& wording, const RenderOptions& options,
                View& view) {
    if (options.demonstration) {
        view.notices.push_back({Tone::Plain, {}, cell(wording, wording.text("warning.demo"))});
    }
    if (document.patient.deceased) {
        view.notices.push_back({Tone::Warning, {}, cell(wording, wording.text("warning.deceased"))});
    }
    if (!document.furtherPatients.empty()) {
        view.notices.push_back({Tone::Danger, wording.text("warning.several_patients"),
                                cell(wording, wording.text("warning.several_patients.note"))});
    }
    if (document.embedded) {
        const std::string& type = view.files.empty() ? std::string{} : view.files.front().mediaType;
        view.notices.push_back(
            {Tone::Warning,
             {},
             cell(wording, type == "application/pdf" ? wording.text("document.pdf_only")
                                                     : wording.text("document.file_only", {type}))});
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
    for (const cda::Media& media : document.files) {
        view.files.push_back(describeFile(media, view.documentName, wording));
    }
    describeSections(document, wording, country, view);
    view.documentFacts = describeDocument(document, wording);
    if (CodeGroup codes = describeCodes(wording.text("view.about"), document.codes, wording);
        !codes.rows.empty()) {
        view.documentCodes.push_back(std::move(codes));
    }
    view.prescriptionFacts = describePrescription(document, wording);
    addNotices(document, wording, options, view);
    addFooter(document, wording, options, country, view);
    return view;
}

} // namespace ncp::transform::render
