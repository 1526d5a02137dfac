#include "transform/render/writers.hpp"

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
    if (markup.struckOut) {
        return "del";
    }
    if (markup.kind == cda::MarkupKind::Content) {
        return markup.bold ? "strong" : markup.italic ? "em" : "span";
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
    writeChildren(markup, markup.kind == cda::MarkupKind::Table, out);
    out += "</";
    out += name;
    out += '>';
}

void write(const cda::Markup& markup, bool inTable, std::string& out) {
    if (markup.kind == cda::MarkupKind::Text) {
        out += escaped(markup.text);
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

std::string narrativeHtml(const cda::Markup& markup) {
    std::string out;
    write(markup, false, out);
    return out;
}

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') {
                out += c;
            }
        }
    }
    return out;
}

} // namespace ncp::transform::render
