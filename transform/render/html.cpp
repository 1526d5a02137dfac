#include "transform/render/html_writer.hpp"

#include <utility>

namespace ncp::transform::render {

std::string_view toneClass(Tone tone) {
    switch (tone) {
    case Tone::Danger:
        return "danger";
    case Tone::Warning:
        return "warning";
    case Tone::Calm:
        return "calm";
    case Tone::Past:
        return "past";
    case Tone::Plain:
        break;
    }
    return "plain";
}

std::string languageAttribute(std::string_view tag) {
    return tag.empty() ? std::string{} : " lang=\"" + escaped(tag) + '"';
}

std::string entryAttribute(std::size_t entry) {
    return entry == 0 ? std::string{} : " data-entry=\"" + std::to_string(entry) + '"';
}

void HtmlWriter::open(std::string_view element, std::string_view attributes) {
    out_ += '<';
    out_ += element;
    if (!attributes.empty()) {
        out_ += ' ';
        out_ += attributes;
    }
    out_ += '>';
}

void HtmlWriter::close(std::string_view element) {
    out_ += "</";
    out_ += element;
    out_ += ">\n";
}

void HtmlWriter::heading(int depth, std::string_view text, std::string_view attributes) {
    const std::string element = 'h' + std::to_string(level_ + depth);
    open(element, attributes);
    out_ += escaped(text);
    close(element);
}

void HtmlWriter::phrase(const Phrase& phrase) {
    const std::string_view element = phrase.weight == Weight::Strong  ? "strong"
                                     : phrase.weight == Weight::Muted ? "small"
                                                                      : "span";
    const bool bare = element == "span" && phrase.language.empty() && phrase.mark == Mark::None;
    if (!bare) {
        out_ += '<';
        out_ += element;
        out_ += languageAttribute(phrase.language) + '>';
    }
    escape(phrase.text, out_);
    if (!bare) {
        out_ += "</";
        out_ += element;
        out_ += '>';
    }
    const char* key = markKey(phrase.mark);
    if (key != nullptr) {
        out_ += " <span class=\"mark\">" + text(key) + "</span>";
    }
}

void HtmlWriter::line(const Line& line) {
    bool first = true;
    for (const Phrase& words : line) {
        if (words.text.empty()) {
            continue;
        }
        if (!first) {
            out_ += ' ';
        }
        phrase(words);
        first = false;
    }
}

void HtmlWriter::cell(const Cell& lines) {
    if (lines.size() == 1) {
        line(lines.front());
        return;
    }
    for (const Line& words : lines) {
        out_ += "<div>";
        line(words);
        out_ += "</div>";
    }
}

void HtmlWriter::facts(const std::vector<Fact>& facts, std::string_view cssClass) {
    if (facts.empty()) {
        return;
    }
    open("dl", "class=\"" + std::string{cssClass} + '"');
    for (const Fact& fact : facts) {
        out_ += "<div><dt>";
        escape(fact.label, out_);
        out_ += "</dt><dd>";
        cell(fact.value);
        out_ += "</dd></div>\n";
    }
    close("dl");
}

void HtmlWriter::notice(const Notice& notice, std::string_view element) {
    open(element,
         "class=\"notice " + std::string{toneClass(notice.tone)} + '"' + entryAttribute(notice.entry));
    if (!notice.heading.empty()) {
        out_ += "<strong class=\"lead\">" + escaped(notice.heading) + "</strong> ";
    }
    cell(notice.text);
    close(element);
}

void HtmlWriter::banner() {
    open("header", "class=\"patient\"");
    if (!options_.embedded) { // the page round it has it as its heading
        out_ += "<p class=\"document\">" + escaped(view_.documentName) + "</p>\n";
    }
    heading(0, view_.patientName.empty() ? wording_.text("patient.heading") : view_.patientName);
    facts(view_.patientFacts, "banner");
    if (!view_.patientDetails.empty()) {
        out_ += "<details><summary>" + text("patient.details") + "</summary>\n";
        facts(view_.patientDetails, "grid");
        close("details");
    }
    close("header");
}

void HtmlWriter::warnings() {
    for (const Notice& words : view_.notices) {
        notice(words, "div");
    }
    if (view_.warnings.empty()) {
        return;
    }
    open("section", "class=\"warnings\" aria-labelledby=\"clinical-warnings\"");
    heading(1, wording_.text("warning.heading"), "id=\"clinical-warnings\"");
    open("ul");
    for (const Notice& words : view_.warnings) {
        notice(words, "li");
    }
    close("ul");
    close("section");
}

void HtmlWriter::contents() {
    if (view_.sections.size() < 3) {
        return;
    }
    open("nav", "class=\"contents\" aria-label=\"" + text("document.contents") + '"');
    open("ul");
    for (const SectionView& section : view_.sections) {
        out_ += "<li><a href=\"#" + section.anchor + "\">" + escaped(section.title) + "</a></li>\n";
    }
    close("ul");
    close("nav");
}

/// What is too wide scrolls inside its frame, which therefore must be reachable by keyboard and have a name.
void HtmlWriter::scrolling(std::string_view label) {
    open("div", "class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"" + escaped(label) + '"');
}

void HtmlWriter::aboutDocument() {
    open("section", "class=\"about\" aria-labelledby=\"clinical-about\"");
    heading(1, wording_.text("view.about"), "id=\"clinical-about\"");
    facts(view_.documentFacts, "grid");
    codes(view_.documentCodes, wording_.text("view.about"));
    close("section");
}

void HtmlWriter::article() {
    open("article", "class=\"clinical\" lang=\"" + view_.language + '"');
    out_ += '\n';
    banner();
    warnings();
    contents();
    for (const FileView& body : view_.files) {
        file(body, true);
    }
    facts(view_.prescriptionFacts, "grid prescription");
    for (const SectionView& words : view_.sections) {
        section(words);
    }
    aboutDocument();
    open("footer");
    for (const std::string& words : view_.footer) {
        out_ += "<p>" + escaped(words) + "</p>\n";
    }
    close("footer");
    close("article");
}

void HtmlWriter::head() {
    out_ += "<!DOCTYPE html>\n<html lang=\"" + view_.language + "\">\n<head>\n<meta charset=\"utf-8\">\n";
    // Nothing is loaded from anywhere, even when the page is opened from a file.
    out_ += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
            "'unsafe-inline'; img-src data:\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"color-scheme\" content=\"light dark\">\n"
            "<meta name=\"referrer\" content=\"no-referrer\">\n";
    out_ += "<title>" + escaped(view_.documentName) + "</title>\n<style>\n";
    out_ += styleSheet();
    out_ += "</style>\n</head>\n";
}

std::string HtmlWriter::fragment() {
    article();
    return std::move(out_);
}

std::string HtmlWriter::page() {
    head();
    out_ += "<body class=\"clinical-page\">\n<main>\n";
    article();
    out_ += "</main>\n</body>\n</html>\n";
    return std::move(out_);
}

std::string writeHtml(const View& view, const Wording& wording, const RenderOptions& options) {
    HtmlWriter writer{view, wording, options};
    return options.embedded ? writer.fragment() : writer.page();
}

} // namespace ncp::transform::render
