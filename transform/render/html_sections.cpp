#include "transform/render/html_writer.hpp"

namespace ncp::transform::render {

/// On a narrow screen a row becomes a list, and each cell of it says what it is.
void HtmlWriter::startCell(const std::string& column, const Cell& content, bool first) {
    if (first) {
        out_ += "<th scope=\"row\">";
    } else if (content.empty()) {
        out_ += "<td>";
    } else {
        out_ += "<td data-label=\"";
        escape(column, out_);
        out_ += "\">";
    }
}

void HtmlWriter::table(const SectionView& section) {
    if (section.table.rows.empty()) {
        return;
    }
    scrolling(wording_.text("view.table_of", {section.title}));
    open("table", "class=\"rows\"");
    out_ += "<thead><tr>";
    for (const std::string& column : section.table.columns) {
        out_ += "<th scope=\"col\">" + escaped(column) + "</th>";
    }
    out_ += "</tr></thead>\n<tbody>\n";
    for (const TableRow& row : section.table.rows) {
        if (!row.heading.empty()) {
            out_ += "</tbody>\n<tbody>\n<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"" +
                    std::to_string(row.cells.size()) + "\">" + escaped(row.heading) + "</th></tr>\n";
        }
        out_ += "<tr";
        if (row.tone != Tone::Plain) {
            out_ += " class=\"";
            out_ += toneClass(row.tone);
            out_ += '"';
        }
        out_ += entryAttribute(row.entry) + '>';
        for (std::size_t at = 0; at < row.cells.size(); ++at) {
            startCell(section.table.columns[at], row.cells[at], at == 0);
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
    open("article", "class=\"card\"" + entryAttribute(card.entry));
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
        out_ += "<tbody" + entryAttribute(group.entry) + ">\n<tr><th scope=\"rowgroup\" colspan=\"4\">" +
                escaped(group.heading) + "</th></tr>\n";
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
    open("figure", "class=\"file\"" + entryAttribute(file.entry));
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

} // namespace ncp::transform::render
