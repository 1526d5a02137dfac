#include "ncp/portal/reading_page.hpp"

#include "base/xml/document.hpp"
#include "ncp/consultation/document_patient.hpp"
#include "ncp/consultation/translation.hpp"
#include "ncp/portal/countries_page.hpp"
#include "ncp/portal/documents_page.hpp"
#include "transform/render/paper/pdf.hpp"
#include "transform/render/render.hpp"

#include <algorithm>
#include <map>

namespace ncp::portal {
namespace {

void writeForms(Html& html, const View& view, const Reading& reading) {
    const auto base = "/documents/" + reading.handle;
    const auto link = [&](std::string_view key, const std::string& href, bool current) {
        html.open("li").leaf(
            "a", view.text(key),
            {{"href", href},
             {"aria-current", current ? std::optional<std::string_view>{"page"} : std::nullopt}});
        html.close();
    };
    html.open("nav", {{"aria-label", view.text("portal.reading.forms")}, {"class", "forms"}}).open("ul");
    link("portal.reading.translated", base, reading.form == ReadingForm::Translated);
    const bool original = reading.form == ReadingForm::Original;
    link("portal.reading.original", base + "/original", original);
    if (!reading.listed.pdfHandle.empty()) {
        link("portal.reading.pdf", "/documents/" + reading.listed.pdfHandle + "/file", false);
    }
    link("portal.reading.paper", (original ? base + "/original" : base) + "/paper.pdf", false);
    link("portal.reading.source", base + "/source.xml", false);
    html.close().close();
}

void writeFindings(Html& html, const View& view, const consultation::ReadDocument& document) {
    std::map<std::string, std::vector<const transform::Finding*>> byCode;
    for (const auto& finding : document.findings) {
        byCode[finding.code].push_back(&finding);
    }
    if (byCode.empty()) {
        html.leaf("p", view.text("portal.findings.none", {std::to_string(document.codedElements)}),
                  {{"class", "findings"}});
        return;
    }
    html.open("details", {{"class", "findings"}});
    const auto translated = std::to_string(document.translatedElements);
    const auto coded = std::to_string(document.codedElements);
    html.leaf("summary", translated == coded ? view.text("portal.findings.check", {coded})
                                             : view.text("portal.findings.some", {translated, coded}));
    for (const auto& [code, findings] : byCode) {
        const auto key = "portal.finding." + code;
        html.leaf("p", view.texts.has(key) ? view.text(key, {std::to_string(findings.size())}) : code);
        html.open("ul");
        for (const auto* finding : findings) {
            html.open("li").leaf("code", finding->element).close();
        }
        html.close();
    }
    html.close();
}

/// Above everything: what has to be compared before anything of the document is believed of this patient.
void writeWhose(Html& html, const View& view, const Reading& reading) {
    for (const auto code : {consultation::kPatientDiffers, consultation::kPatientNotTold}) {
        const bool found = std::ranges::any_of(reading.document.findings,
                                               [&](const auto& finding) { return finding.code == code; });
        if (found) {
            writeNotice(html, view, view.text("portal.reading.whose"),
                        view.text("portal.finding." + std::string{code}), reading.reference);
        }
    }
}

/// A translation that breaks rules that the original keeps is a fault of ours, and may mislead.
void writeBrokenTranslation(Html& html, const View& view, const Reading& reading) {
    const bool broken = std::ranges::any_of(reading.document.findings, [](const auto& finding) {
        return finding.code == consultation::kBrokenTranslation;
    });
    if (broken && reading.document.translated) {
        writeNotice(html, view, view.text("portal.reading.translation_broken"),
                    view.text("portal.reading.translation_broken.note"), reading.reference);
    }
}

std::string hl7Time(Instant time) {
    return formatHl7(time) + "+0000";
}

/// The form of the document that the reader asked for.
Result<xml::Document> shownDocument(const Reading& reading) {
    const auto& document = reading.document;
    const bool original = reading.form == ReadingForm::Original || !document.translated;
    return xml::Document::parse(original ? document.original : *document.translated);
}

transform::render::RenderOptions optionsOf(const Reading& reading) {
    transform::render::RenderOptions options;
    options.sourceCountry = reading.country.code.str();
    options.receivedAt = hl7Time(reading.document.received);
    options.demonstration = true;
    options.catalogue = reading.document.terminology.get();
    return options;
}

Result<std::string> rendered(const View& view, const Reading& reading) {
    const auto parsed = shownDocument(reading);
    if (!parsed) {
        return passOn(parsed);
    }
    auto options = optionsOf(reading);
    options.embedded = true;
    if (reading.document.file) {
        options.fileAddress = "/documents/" + reading.handle + "/file";
    }
    return transform::render::renderHtml(*parsed, view.texts, view.language, options);
}

} // namespace

Result<std::string> readingPaper(const View& view, const Reading& reading, Instant now) {
    const auto parsed = shownDocument(reading);
    if (!parsed) {
        return passOn(parsed);
    }
    return transform::render::renderPdf(*parsed, view.texts, view.language, optionsOf(reading), hl7Time(now));
}

std::string readingPage(const View& view, const Reading& reading) {
    const auto title = view.text("portal.reading.title", {className(view, reading.document.entry.classCode),
                                                          countryName(reading.country, view.language)});
    return writePage(view, title, [&](Html& html) {
        html.open("nav", {{"aria-label", view.text("portal.path")}, {"class", "path"}});
        html.leaf("a", view.text("portal.countries.title"), {{"href", "/countries"}});
        html.leaf("a", view.text("portal.documents.title", {countryName(reading.country, view.language)}),
                  {{"href", "/relations/" + reading.listed.relation}});
        html.close();
        html.leaf("h1", title);
        writeForms(html, view, reading);
        writeWhose(html, view, reading);
        if (reading.document.translationFailed) {
            writeNotice(html, view, view.text("portal.reading.not_translated"),
                        errorSentence(view, *reading.document.translationFailed), reading.reference);
        } else if (reading.form == ReadingForm::Original) {
            html.leaf("p", view.text("portal.reading.original.note"), {{"class", "findings"}});
        } else {
            writeBrokenTranslation(html, view, reading);
            writeFindings(html, view, reading.document);
        }
        if (const auto body = rendered(view, reading)) {
            html.fragment(*body);
        } else {
            writeNotice(html, view, view.text("portal.reading.not_shown"), errorSentence(view, body.error()),
                        reading.reference);
        }
        html.open("p", {{"class", "reference"}}).text(view.text("portal.reference")).text(" ");
        html.leaf("code", reading.reference).close();
    });
}

} // namespace ncp::portal
