#include "transform/cda/narrative.hpp"

#include "transform/cda/element.hpp"

#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace ncp::transform::cda {

namespace {

struct KindName {
    std::string_view name;
    MarkupKind kind;
};

constexpr std::array kKinds{
    KindName{"paragraph", MarkupKind::Paragraph}, KindName{"content", MarkupKind::Content},
    KindName{"caption", MarkupKind::Caption},     KindName{"br", MarkupKind::LineBreak},
    KindName{"list", MarkupKind::List},           KindName{"item", MarkupKind::Item},
    KindName{"table", MarkupKind::Table},         KindName{"thead", MarkupKind::TableHead},
    KindName{"tbody", MarkupKind::TableBody},     KindName{"tfoot", MarkupKind::TableFoot},
    KindName{"tr", MarkupKind::TableRow},         KindName{"th", MarkupKind::HeaderCell},
    KindName{"td", MarkupKind::DataCell},         KindName{"sup", MarkupKind::Superscript},
    KindName{"sub", MarkupKind::Subscript},       KindName{"footnote", MarkupKind::Footnote},
    KindName{"linkHtml", MarkupKind::Link},       KindName{"renderMultiMedia", MarkupKind::Media},
};

/// Elements whose text is program or style and never reading matter.
bool isActive(std::string_view name) noexcept {
    return name == "script" || name == "style" || name == "object" || name == "iframe" || name == "template";
}

std::optional<MarkupKind> kindOf(xml::Node element) {
    for (const KindName& known : kKinds) {
        if (known.name == element.name()) {
            return known.kind;
        }
    }
    return std::nullopt;
}

unsigned span(xml::Node element, std::string_view name, unsigned limit) {
    const std::string text = element.attribute(name);
    unsigned value = 1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && value >= 1 && value <= limit ? value
                                                                                                    : 1;
}

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

Markup describe(xml::Node element, MarkupKind kind) {
    Markup markup;
    markup.kind = kind;
    markup.id = element.attribute("ID");
    const std::string style = element.attribute("styleCode");
    markup.bold = holds(style, "Bold");
    markup.italic = holds(style, "Italics");
    markup.struckOut = element.attribute("revised") == "delete";
    if (kind == MarkupKind::List && element.attribute("listType") == "ordered") {
        markup.kind = MarkupKind::OrderedList;
    } else if (kind == MarkupKind::HeaderCell || kind == MarkupKind::DataCell) {
        markup.columnSpan = span(element, "colspan", 50);
        markup.rowSpan = span(element, "rowspan", 200);
    } else if (kind == MarkupKind::Link) {
        markup.text = element.attribute("href");
    } else if (kind == MarkupKind::Media) {
        markup.text = element.attribute("referencedObject");
    }
    return markup;
}

/// Between the rows of a table and the items of a list white space is layout of the source.
bool isLayout(MarkupKind kind) noexcept {
    return kind == MarkupKind::Table || kind == MarkupKind::TableHead || kind == MarkupKind::TableBody ||
           kind == MarkupKind::TableFoot || kind == MarkupKind::TableRow || kind == MarkupKind::List ||
           kind == MarkupKind::OrderedList;
}

/// Takes over the children of `from`; the tree is at most as deep as the parser's limit allows.
void takeOver(xml::Node from, Markup& into) {
    std::vector<xml::Node::Piece> pieces = from.content();
    for (xml::Node::Piece& piece : pieces) {
        if (!piece.element) {
            if (isLayout(into.kind) && piece.text.find_first_not_of(" \t\r\n") == std::string::npos) {
                continue;
            }
            Markup text;
            text.kind = MarkupKind::Text;
            text.text = std::move(piece.text);
            into.children.push_back(std::move(text));
            continue;
        }
        const xml::Node element = *piece.element;
        if (isActive(element.name())) {
            continue;
        }
        if (const auto kind = kindOf(element)) {
            Markup markup = describe(element, *kind);
            takeOver(element, markup);
            into.children.push_back(std::move(markup));
        } else {
            takeOver(element, into);
        }
    }
}

bool isBlock(MarkupKind kind) noexcept {
    switch (kind) {
    case MarkupKind::Root:
    case MarkupKind::Paragraph:
    case MarkupKind::Caption:
    case MarkupKind::LineBreak:
    case MarkupKind::List:
    case MarkupKind::OrderedList:
    case MarkupKind::Item:
    case MarkupKind::Table:
    case MarkupKind::TableHead:
    case MarkupKind::TableBody:
    case MarkupKind::TableFoot:
    case MarkupKind::TableRow:
    case MarkupKind::HeaderCell:
    case MarkupKind::DataCell:
        return true;
    case MarkupKind::Text:
    case MarkupKind::Content:
    case MarkupKind::Superscript:
    case MarkupKind::Subscript:
    case MarkupKind::Footnote:
    case MarkupKind::Link:
    case MarkupKind::Media:
        return false;
    }
    return false;
}

/// Stops once there are `limit` bytes.
void gather(const Markup& markup, std::size_t limit, std::string& out) {
    if (out.size() >= limit) {
        return;
    }
    if (markup.kind == MarkupKind::Text) {
        out.append(markup.text, 0, limit - out.size());
        return;
    }
    if (isBlock(markup.kind)) {
        out += ' ';
    }
    for (const Markup& inner : markup.children) {
        gather(inner, limit, out);
    }
    if (isBlock(markup.kind)) {
        out += ' ';
    }
}

/// What entries repeat of the text they refer to: a hundred thousand entries may all refer to the same
/// megabytes. Longer text is cut at a blank and says so; the section shows it in full.
constexpr std::size_t kLongestReference = 4000;

std::string referencedText(const Markup& markup) {
    std::string text;
    gather(markup, kLongestReference * 2, text);
    text = collapse(text);
    if (text.size() > kLongestReference) {
        text.resize(
            text.rfind(' ', kLongestReference) == std::string::npos ? 0 : text.rfind(' ', kLongestReference));
        text += " \u2026";
    }
    return text;
}

void index(const Markup& markup, std::unordered_map<std::string_view, const Markup*>& byId) {
    for (const Markup& inner : markup.children) {
        if (!inner.id.empty()) {
            byId.emplace(inner.id, &inner);
        }
        index(inner, byId);
    }
}

bool refersInto(const Markup& markup, const std::unordered_set<std::string>& referenced) {
    if (!markup.id.empty() && referenced.contains(markup.id)) {
        return true;
    }
    for (const Markup& inner : markup.children) {
        if (refersInto(inner, referenced)) {
            return true;
        }
    }
    return false;
}

bool isUnit(MarkupKind kind) noexcept {
    return kind == MarkupKind::Paragraph || kind == MarkupKind::Item || kind == MarkupKind::TableRow ||
           kind == MarkupKind::Content || kind == MarkupKind::Text;
}

void collectUncoded(const Markup& markup, const std::unordered_set<std::string>& referenced,
                    std::vector<std::string>& blocks) {
    if (!markup.id.empty() && referenced.contains(markup.id)) {
        return;
    }
    for (const Markup& inner : markup.children) {
        if (inner.kind == MarkupKind::TableHead || inner.kind == MarkupKind::Caption) {
            continue;
        }
        if (isUnit(inner.kind) && !refersInto(inner, referenced)) {
            std::string text = plainText(inner);
            if (text.find_first_not_of(" -.,:;") != std::string::npos) {
                blocks.push_back(std::move(text));
            }
        } else if (inner.kind != MarkupKind::TableRow) {
            collectUncoded(inner, referenced, blocks);
        }
    }
}

} // namespace

Narrative::Narrative(xml::Node text) {
    takeOver(text, root_);
    root_.id = text.attribute("ID");
    index(root_, byId_);
}

std::string Narrative::resolve(std::string_view reference) const {
    if (reference.starts_with('#')) {
        reference.remove_prefix(1);
    }
    if (!root_.id.empty() && reference == root_.id) {
        return referencedText(root_);
    }
    const auto found = byId_.find(reference);
    return found == byId_.end() ? std::string{} : referencedText(*found->second);
}

std::string plainText(const Markup& markup) {
    std::string text;
    gather(markup, std::string::npos, text);
    return collapse(text);
}

std::vector<std::string> uncodedBlocks(const Narrative& narrative,
                                       const std::unordered_set<std::string>& referenced) {
    std::vector<std::string> blocks;
    if (refersInto(narrative.root(), referenced)) {
        collectUncoded(narrative.root(), referenced, blocks);
    }
    return blocks;
}

} // namespace ncp::transform::cda
