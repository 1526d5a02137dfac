#include "transform/render/render.hpp"
#include "transform/render/writers.hpp"

#include <utility>

namespace ncp::transform::render {

namespace {

/// What a page of an ordinary summary needs, so that it is not moved while it grows.
constexpr std::size_t kUsualSize = std::size_t{256} * 1024;

/// Writes one view; headings begin at level 1 on a page of its own and at level 2 inside another page.
class HtmlWriter {
  public:
    HtmlWriter(const View& view, const Wording& wording, const RenderOptions& options)
        : view_(view), wording_(wording), options_(options), level_(options.embedded ? 2 : 1) {
        out_.reserve(kUsualSize);
    }

    std::string fragment();
    std::string page();

  private:
    void head();
    void article();
    void open(std::string_view element, std::string_view attributes = {});
    void close(std::string_view element);
    void heading(int depth, std::string_view text, std::string_view attributes = {});
    void phrase(const Phrase& phrase);
    void line(const Line& line);
    void cell(const Cell& lines);
    void facts(const std::vector<Fact>& facts, std::string_view cssClass);
    void notice(const Notice& notice, std::string_view element);
    void scrolling(std::string_view label);
    void file(const FileView& file, bool body);
    void banner();
    void warnings();
    void contents();
    void section(const SectionView& section);
    void table(const SectionView& section);
    void card(const Card& card);
    void uncoded(const SectionView& section);
    void codes(const std::vector<CodeGroup>& groups, const std::string& title);
    void narrative(const SectionView& section);
    void aboutDocument();
    std::string text(std::string_view key) const { return escaped(wording_.text(key)); }

    const View& view_;
    const Wording& wording_;
    const RenderOptions& options_;
    int level_;
    std::string out_;
};

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
    open(element, "class=\"notice " + std::string{toneClass(notice.tone)} + '"');
    if (!notice.heading.empty()) {
        out_ += "<strong class=\"lead\">" + escaped(notice.heading) + "</strong> ";
    }
    cell(notice.text);
    close(element);
}

void HtmlWriter::banner() {
    open("header", "class=\"patient\"");
    out_ += "<p class=\"document\">" + escaped(view_.documentName) + "</p>\n";
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

void HtmlWriter::table(const SectionView& section) {
    if (section.table.rows.empty()) {
        return;
    }
    scrolling(wording_.text("view.table_of", {section.title}));
    open("table");
    out_ += "<thead><tr>";
    for (const std::string& column : section.table.columns) {
        out_ += "<th scope=\"col\">" + escaped(column) + "</th>";
    }
    out_ += "</tr></thead>\n<tbody>\n";
    for (const TableRow& row : section.table.rows) {
        open("tr",
             row.tone == Tone::Plain ? std::string{} : "class=\"" + std::string{toneClass(row.tone)} + '"');
        for (std::size_t at = 0; at < row.cells.size(); ++at) {
            out_ += at == 0 ? "<th scope=\"row\">" : "<td>";
            cell(row.cells[at]);
            out_ += at == 0 ? "</th>" : "</td>";
        }
        close("tr");
    }
    out_ += "</tbody>\n";
    close("table");
    close("div");
}

void HtmlWriter::card(const Card& card) {
    open("article", "class=\"card\"");
    const std::string element = 'h' + std::to_string(level_ + 2);
    open(element);
    line(card.title);
    close(element);
    if (!card.subtitle.empty()) {
        out_ += "<p>";
        line(card.subtitle);
        close("p");
    }
    if (!card.lead.empty()) {
        open("div", "class=\"dose\"");
        cell(card.lead);
        close("div");
    }
    facts(card.facts, "grid");
    close("article");
}

void HtmlWriter::uncoded(const SectionView& section) {
    if (section.uncoded.empty() || section.narrativeOpen) {
        return;
    }
    open("div", "class=\"uncoded\"");
    out_ += "<p><small>" + text("section.uncoded") + "</small></p>\n<ul>\n";
    for (const Phrase& block : section.uncoded) {
        out_ += "<li>";
        phrase(block);
        close("li");
    }
    close("ul");
    close("div");
}

void HtmlWriter::codes(const std::vector<CodeGroup>& groups, const std::string& title) {
    if (groups.empty()) {
        return;
    }
    out_ += "<details><summary>" + text("view.codes") + "</summary>\n";
    scrolling(wording_.text("view.codes_of", {title}));
    open("table", "class=\"codes\"");
    out_ += "<thead><tr><th scope=\"col\">" + text("view.shown") + "</th><th scope=\"col\">" +
            text("mark.original_wording") + "</th><th scope=\"col\">" + text("column.code") +
            "</th><th scope=\"col\">" + text("column.code_system") + "</th></tr></thead>\n";
    for (const CodeGroup& group : groups) {
        out_ +=
            "<tbody>\n<tr><th scope=\"rowgroup\" colspan=\"4\">" + escaped(group.heading) + "</th></tr>\n";
        for (const CodeRow& row : group.rows) {
            out_ += "<tr><td>";
            phrase(row.shown);
            out_ += "</td><td>";
            for (const Phrase& original : row.originals) {
                out_ += "<div>";
                phrase(original);
                out_ += "</div>";
            }
            out_ += "</td><td>";
            escape(row.code, out_);
            out_ += "</td><td>";
            escape(row.system, out_);
            out_ += "</td></tr>\n";
        }
        out_ += "</tbody>\n";
    }
    close("table");
    close("div");
    close("details");
}

void HtmlWriter::narrative(const SectionView& section) {
    if (section.narrative == nullptr) {
        return;
    }
    const std::string attributes = "class=\"narrative\" role=\"group\" tabindex=\"0\" aria-label=\"" +
                                   escaped(wording_.text("view.text_of", {section.title})) + '"' +
                                   languageAttribute(view_.sourceLanguage);
    if (section.narrativeOpen) {
        open("div", attributes);
        if (section.originalTitle.text != section.title && !section.originalTitle.text.empty()) {
            out_ += "<p><strong>" + escaped(section.originalTitle.text) + "</strong></p>\n";
        }
        narrativeHtml(section.narrative->root(), out_);
        close("div");
        return;
    }
    out_ += "<details><summary>" + escaped(wording_.text("section.narrative", {view_.sourceCountry})) +
            "</summary>\n";
    open("div", attributes);
    if (!section.originalTitle.text.empty()) {
        out_ += "<p><strong>" + escaped(section.originalTitle.text) + "</strong></p>\n";
    }
    narrativeHtml(section.narrative->root(), out_);
    close("div");
    close("details");
}

/// A picture is shown, a PDF offered, text shown as text; nothing else leaves the document.
void HtmlWriter::file(const FileView& file, bool body) {
    const std::string kind = escaped(file.mediaType) + ", " + escaped(file.size);
    // Inside another page the policy of that page decides what may be loaded: only from an address of its
    // own.
    const bool own = body && !options_.fileAddress.empty();
    const std::string address = own ? escaped(options_.fileAddress) : "data:" + file.mediaType + ";base64,";
    const std::string& bytes = own ? std::string{} : file.base64;
    open("figure", "class=\"file\"");
    if (file.kind == FileKind::Image && (own || !options_.embedded)) {
        out_ += "<img alt=\"" + escaped(file.name) + "\" src=\"" + address + bytes + "\">\n";
    } else if (file.kind == FileKind::Pdf && (own || !options_.embedded)) {
        out_ += "<p><a download=\"document.pdf\" href=\"" + address + bytes + "\">" +
                escaped(wording_.text("file.save", {file.size})) + "</a></p>\n";
    } else if (file.kind == FileKind::Text) {
        out_ += "<pre tabindex=\"0\" role=\"group\" aria-label=\"" + text("file.text") + '"' +
                languageAttribute(view_.sourceLanguage) + '>' + escaped(file.text) + "</pre>\n";
    } else if (file.kind == FileKind::Withheld) {
        out_ += "<p class=\"notice warning\">" + escaped(file.reason) + "</p>\n";
    }
    out_ += "<figcaption>" + escaped(file.name) + " \u00b7 " +
            (file.size.empty() ? escaped(file.mediaType) : kind) + "</figcaption>\n";
    close("figure");
}

void HtmlWriter::section(const SectionView& section) {
    open("section", "id=\"" + section.anchor + "\" aria-labelledby=\"" + section.anchor + "-heading\"");
    heading(1, section.title,
            "id=\"" + section.anchor + "-heading\"" + languageAttribute(section.titleLanguage));
    for (const Notice& words : section.notices) {
        notice(words, "div");
    }
    table(section);
    for (const Card& words : section.cards) {
        card(words);
    }
    uncoded(section);
    facts(section.facts, "grid");
    for (const FileView& picture : section.files) {
        file(picture, false);
    }
    if (section.narrativeOpen) {
        narrative(section);
        codes(section.codes, section.title);
    } else {
        codes(section.codes, section.title);
        narrative(section);
    }
    close("section");
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

} // namespace

std::string writeHtml(const View& view, const Wording& wording, const RenderOptions& options) {
    HtmlWriter writer{view, wording, options};
    return options.embedded ? writer.fragment() : writer.page();
}

} // namespace ncp::transform::render
