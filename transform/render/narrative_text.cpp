#include "transform/render/writers.hpp"

namespace ncp::transform::render {

namespace {

void gather(const cda::Markup& markup, const Wording& wording, std::string& out);

void gatherChildren(const cda::Markup& markup, const Wording& wording, std::string& out) {
    for (const cda::Markup& inner : markup.children) {
        gather(inner, wording, out);
        if (inner.kind == cda::MarkupKind::DataCell || inner.kind == cda::MarkupKind::HeaderCell) {
            out += out.ends_with(' ') ? "| " : " | ";
        }
    }
}

/// In plain text a script has characters of its own, and what is struck out says so.
void gatherInline(const cda::Markup& markup, const Wording& wording, std::string& out) {
    std::string words;
    gatherChildren(markup, wording, words);
    words = markup.kind == cda::MarkupKind::Superscript ? cda::superscript(words)
            : markup.kind == cda::MarkupKind::Subscript ? cda::subscript(words)
                                                        : words;
    out += markup.struckOut && !words.empty() ? wording.text("narrative.struck_out", {words}) : words;
}

void gather(const cda::Markup& markup, const Wording& wording, std::string& out) {
    using cda::MarkupKind;
    const auto freshLine = [&out] {
        while (!out.empty() && (out.back() == ' ' || out.back() == '|')) {
            out.pop_back();
        }
        if (!out.empty() && out.back() != '\n') {
            out += '\n';
        }
    };
    if (markup.kind == MarkupKind::Text) {
        for (const char c : markup.text) {
            const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
            if (!space) {
                out += c;
            } else if (!out.empty() && out.back() != ' ' && out.back() != '\n') {
                out += ' ';
            }
        }
        return;
    }
    const bool block = markup.kind == MarkupKind::Paragraph || markup.kind == MarkupKind::Caption ||
                       markup.kind == MarkupKind::LineBreak || markup.kind == MarkupKind::Item ||
                       markup.kind == MarkupKind::TableRow || markup.kind == MarkupKind::Table;
    if (block) {
        freshLine();
    }
    if (markup.kind == MarkupKind::Item) {
        out += "- ";
    }
    const bool script = markup.kind == MarkupKind::Superscript || markup.kind == MarkupKind::Subscript;
    if (script || markup.struckOut) {
        gatherInline(markup, wording, out);
    } else {
        gatherChildren(markup, wording, out);
    }
    if (block) {
        freshLine();
    }
}

} // namespace

std::string narrativeText(const cda::Markup& markup, const Wording& wording) {
    std::string out;
    gather(markup, wording, out);
    while (!out.empty() && (out.back() == ' ' || out.back() == '\n' || out.back() == '|')) {
        out.pop_back();
    }
    return out;
}

} // namespace ncp::transform::render
