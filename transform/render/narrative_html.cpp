#include "transform/render/writers.hpp"

#include "transform/render/misleading.hpp"

#include <array>

namespace ncp::transform::render {

namespace {

struct Element {
    cda::MarkupKind kind;
    std::string_view name;
};

constexpr std::array kElements{
    Element{cda::MarkupKind::Paragraph, "p"},     Element{cda::MarkupKind::Caption, "p"},
    Element{cda::MarkupKind::List, "ul"},         Element{cda::MarkupKind::OrderedList, "ol"},
    Element{cda::MarkupKind::Item, "li"},         Element{cda::MarkupKind::Table, "table"},
    Element{cda::MarkupKind::TableHead, "thead"}, Element{cda::MarkupKind::TableBody, "tbody"},
    Element{cda::MarkupKind::TableFoot, "tfoot"}, Element{cda::MarkupKind::TableRow, "tr"},
    Element{cda::MarkupKind::HeaderCell, "th"},   Element{cda::MarkupKind::DataCell, "td"},
    Element{cda::MarkupKind::Superscript, "sup"}, Element{cda::MarkupKind::Subscript, "sub"},
    Element{cda::MarkupKind::Footnote, "small"},
};

std::string_view elementName(const cda::Markup& markup, bool inTable) {
    if (markup.kind == cda::MarkupKind::Content) {
        return markup.struckOut ? "del" : markup.bold ? "strong" : markup.italic ? "em" : "span";
    }
    if (markup.kind == cda::MarkupKind::Caption && inTable) {
        return "caption";
    }
    for (const Element& element : kElements) {
        if (element.kind == markup.kind) {
            return element.name;
        }
    }
    return {};
}

bool isWebAddress(std::string_view target) {
    const auto startsWith = [target](std::string_view scheme) {
        if (target.size() < scheme.size()) {
            return false;
        }
        for (std::size_t at = 0; at < scheme.size(); ++at) {
            const char c = target[at];
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != scheme[at]) {
                return false;
            }
        }
        return true;
    };
    return startsWith("https://") || startsWith("http://");
}

void write(const cda::Markup& markup, bool inTable, std::string& out);

void writeChildren(const cda::Markup& markup, bool inTable, std::string& out) {
    for (const cda::Markup& inner : markup.children) {
        write(inner, inTable, out);
    }
}

/// Paragraphs, items, cells and the like, which are struck out by what they hold.
bool mayHoldWords(cda::MarkupKind kind) {
    using enum cda::MarkupKind;
    return kind == Paragraph || kind == Caption || kind == Item || kind == HeaderCell || kind == DataCell ||
           kind == Superscript || kind == Subscript || kind == Footnote;
}

void writeElement(const cda::Markup& markup, bool inTable, std::string& out) {
    const std::string_view name = elementName(markup, inTable);
    if (name.empty()) {
        writeChildren(markup, inTable, out);
        return;
    }
    out += '<';
    out += name;
    if (markup.kind == cda::MarkupKind::HeaderCell) {
        out += " scope=\"col\"";
    }
    if (markup.columnSpan > 1) {
        out += " colspan=\"" + std::to_string(markup.columnSpan) + '"';
    }
    if (markup.rowSpan > 1) {
        out += " rowspan=\"" + std::to_string(markup.rowSpan) + '"';
    }
    out += '>';
    const bool struckWithin = markup.struckOut && mayHoldWords(markup.kind);
    out += struckWithin ? "<del>" : "";
    writeChildren(markup, markup.kind == cda::MarkupKind::Table, out);
    out += struckWithin ? "</del>" : "";
    out += "</";
    out += name;
    out += '>';
}

void write(const cda::Markup& markup, bool inTable, std::string& out) {
    if (markup.kind == cda::MarkupKind::Text) {
        escape(markup.text, out);
    } else if (markup.kind == cda::MarkupKind::LineBreak) {
        out += "<br>";
    } else if (markup.kind == cda::MarkupKind::Link && isWebAddress(markup.text)) {
        out += "<a rel=\"noopener noreferrer\" href=\"" + escaped(markup.text) + "\">";
        writeChildren(markup, inTable, out);
        out += "</a>";
    } else if (markup.kind == cda::MarkupKind::Media) {
        out += '[' + escaped(markup.text) + ']';
        writeChildren(markup, inTable, out);
    } else {
        writeElement(markup, inTable, out);
    }
}

} // namespace

void narrativeHtml(const cda::Markup& markup, std::string& out) {
    write(markup, false, out);
}

void escape(std::string_view text, std::string& out) {
    std::size_t plain = 0; // where the run of ordinary characters begins
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const auto byte = static_cast<unsigned char>(c);
        if (byte > '>' && byte != 0xC2 && byte != 0xE2) {
            continue; // letters, and nearly everything beyond ASCII
        }
        const std::string_view entity = c == '&'    ? "&amp;"
                                        : c == '<'  ? "&lt;"
                                        : c == '>'  ? "&gt;"
                                        : c == '"'  ? "&quot;"
                                        : c == '\'' ? "&#39;"
                                                    : "";
        const bool control = byte < 0x20 && c != '\n' && c != '\t';
        const std::size_t dropped = control ? 1 : misleadingCharacter(text.substr(at));
        if (!entity.empty() || dropped > 0) {
            out.append(text, plain, at - plain);
            out += entity;
            at += dropped > 0 ? dropped - 1 : 0;
            plain = at + 1;
        }
    }
    out.append(text, plain, text.size() - plain);
}

std::string escaped(std::string_view text) {
    std::string out;
    escape(text, out);
    return out;
}

} // namespace ncp::transform::render
