#include "transform/cda/narrative.hpp"

#include "base/xml/attribute_cursor.hpp"
#include "transform/cda/element.hpp"

#include <algorithm>
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

/// The commonest first.
constexpr std::array kKinds{
    KindName{"td", MarkupKind::DataCell},         KindName{"content", MarkupKind::Content},
    KindName{"tr", MarkupKind::TableRow},         KindName{"item", MarkupKind::Item},
    KindName{"paragraph", MarkupKind::Paragraph}, KindName{"th", MarkupKind::HeaderCell},
    KindName{"br", MarkupKind::LineBreak},        KindName{"list", MarkupKind::List},
    KindName{"table", MarkupKind::Table},         KindName{"tbody", MarkupKind::TableBody},
    KindName{"thead", MarkupKind::TableHead},     KindName{"tfoot", MarkupKind::TableFoot},
    KindName{"caption", MarkupKind::Caption},     KindName{"sup", MarkupKind::Superscript},
    KindName{"sub", MarkupKind::Subscript},       KindName{"footnote", MarkupKind::Footnote},
    KindName{"linkHtml", MarkupKind::Link},       KindName{"renderMultiMedia", MarkupKind::Media},
};

/// Elements whose text is program or style and never reading matter.
bool isActive(std::string_view name) noexcept {
    return name == "script" || name == "style" || name == "object" || name == "iframe" || name == "template";
}

std::optional<MarkupKind> kindOf(std::string_view name) {
    for (const KindName& known : kKinds) {
        if (known.name == name) {
            return known.kind;
        }
    }
    return std::nullopt;
}

unsigned span(std::string_view text, unsigned limit) {
    unsigned value = 1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && value >= 1 && value <= limit ? value
                                                                                                    : 1;
}

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// Some senders strike through by style: xStrikethrough, strike.
bool strikes(std::string_view style) {
    return holds(style, "trike");
}

void describe(std::string_view name, std::string_view value, Markup& markup) {
    const bool cell = markup.kind == MarkupKind::HeaderCell || markup.kind == MarkupKind::DataCell;
    if (name == "ID") {
        markup.id = value;
    } else if (name == "styleCode") {
        markup.bold = holds(value, "Bold");
        markup.italic = holds(value, "Italics");
        markup.struckOut = markup.struckOut || strikes(value);
    } else if (name == "revised") {
        markup.struckOut = markup.struckOut || value == "delete";
    } else if (name == "listType" && markup.kind == MarkupKind::List && value == "ordered") {
        markup.kind = MarkupKind::OrderedList;
    } else if (name == "colspan" && cell) {
        markup.columnSpan = span(value, 50);
    } else if (name == "rowspan" && cell) {
        markup.rowSpan = span(value, 200);
    } else if ((name == "href" && markup.kind == MarkupKind::Link) ||
               (name == "referencedObject" && markup.kind == MarkupKind::Media)) {
        markup.text = value;
    }
}

Markup describe(xml::Node element, MarkupKind kind) {
    Markup markup;
    markup.kind = kind;
    for (xml::AttributeCursor at{element}; !at.atEnd(); at.advance()) {
        if (at.namespaceUri().empty()) {
            describe(at.name(), at.value(), markup);
        }
    }
    return markup;
}

/// Between the rows of a table and the items of a list white space is layout of the source.
bool isLayout(MarkupKind kind) noexcept {
    return kind == MarkupKind::Table || kind == MarkupKind::TableHead || kind == MarkupKind::TableBody ||
           kind == MarkupKind::TableFoot || kind == MarkupKind::TableRow || kind == MarkupKind::List ||
           kind == MarkupKind::OrderedList;
}

void takeText(std::string text, Markup& into) {
    if (!text.empty() && !(isLayout(into.kind) && text.find_first_not_of(" \t\r\n") == std::string::npos)) {
        Markup& piece = into.children.emplace_back();
        piece.kind = MarkupKind::Text;
        piece.text = std::move(text);
    }
}

/// Takes over the children of `from`; the tree is at most as deep as the parser's limit allows.
void takeOver(xml::Node from, Markup& into) {
    if (!from.firstChild()) {
        takeText(from.text(), into);
        return;
    }
    std::vector<xml::Node::Piece> pieces = from.content();
    into.children.reserve(into.children.size() + pieces.size());
    for (xml::Node::Piece& piece : pieces) {
        if (!piece.element) {
            takeText(std::move(piece.text), into);
            continue;
        }
        const std::string_view name = piece.element->name();
        if (const auto kind = kindOf(name)) {
            Markup& markup = into.children.emplace_back(describe(*piece.element, *kind));
            // A row or list has no text of its own to strike: its cells and items have.
            markup.struckOut = markup.struckOut || (into.struckOut && isLayout(into.kind));
            takeOver(*piece.element, markup);
        } else if (!isActive(name)) {
            takeOver(*piece.element, into);
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

/// The characters that Unicode has for `0` to `9`, `+` and `-`, and the sign before anything else.
struct Script {
    std::array<std::string_view, 12> characters;
    char sign;
};

constexpr std::string_view kScripted = "0123456789+-";
constexpr Script kSuperscript{{"\u2070", "\u00b9", "\u00b2", "\u00b3", "\u2074", "\u2075", "\u2076", "\u2077",
                               "\u2078", "\u2079", "\u207a", "\u207b"},
                              '^'};
constexpr Script kSubscript{{"\u2080", "\u2081", "\u2082", "\u2083", "\u2084", "\u2085", "\u2086", "\u2087",
                             "\u2088", "\u2089", "\u208a", "\u208b"},
                            '_'};

bool isLetterOrDigit(char c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

std::string inScript(std::string_view text, const Script& script) {
    const std::string words = collapse(text);
    if (words.find_first_not_of(kScripted) == std::string::npos) {
        std::string scripted;
        for (const char c : words) {
            scripted += script.characters[kScripted.find(c)];
        }
        return scripted;
    }
    if (std::ranges::none_of(words, isLetterOrDigit)) {
        return words; // a trade mark or a degree sign says the same on the line
    }
    return words.find(' ') == std::string::npos ? script.sign + words : script.sign + ('(' + words + ')');
}

bool gather(const Markup& markup, std::size_t limit, std::string& out);

bool gatherChildren(const Markup& markup, std::size_t limit, std::string& out) {
    return std::ranges::all_of(markup.children,
                               [&](const Markup& inner) { return gather(inner, limit, out); });
}

/// Appends the text to `out`, as the source lays it out. Stops once there are `limit` bytes: then false.
bool gather(const Markup& markup, std::size_t limit, std::string& out) {
    if (markup.struckOut) {
        return true;
    }
    if (out.size() >= limit) {
        return false;
    }
    if (markup.kind == MarkupKind::Superscript || markup.kind == MarkupKind::Subscript) {
        std::string words;
        const bool whole = gatherChildren(markup, limit - out.size(), words);
        out += markup.kind == MarkupKind::Superscript ? superscript(words) : subscript(words);
        return whole;
    }
    if (markup.kind == MarkupKind::Text) {
        const std::size_t room = limit - out.size();
        out.append(markup.text, 0, room);
        return markup.text.size() <= room;
    }
    if (isBlock(markup.kind)) {
        out += ' ';
    }
    if (!gatherChildren(markup, limit, out)) {
        return false;
    }
    if (isBlock(markup.kind)) {
        out += ' ';
    }
    return true;
}

std::string referencedText(const Markup& markup, std::size_t longest) {
    // With some of the white space that the source lays its text out with.
    constexpr std::size_t kRead = 4;
    std::string text;
    const bool whole = gather(markup, longest * kRead, text);
    text = collapse(text);
    if (whole && text.size() <= longest) {
        return text;
    }
    const std::size_t blank = text.rfind(' ', longest);
    text.resize(blank == std::string::npos ? 0 : blank);
    return text + " \u2026";
}

void index(const Markup& markup, std::unordered_map<std::string_view, const Markup*>& byId) {
    for (const Markup& inner : markup.children) {
        if (inner.struckOut) {
            continue;
        }
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
        if (inner.kind == MarkupKind::TableHead || inner.kind == MarkupKind::Caption || inner.struckOut) {
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

std::size_t longestReference(std::size_t references) noexcept {
    constexpr std::size_t kAllTogether = 4'000'000;
    constexpr std::size_t kShortest = 80;
    return std::clamp(kAllTogether / std::max<std::size_t>(1, references), kShortest, kLongestReference);
}

Narrative::Narrative(xml::Node text, std::size_t longest) : longest_(longest) {
    takeOver(text, root_);
    root_.id = text.attribute("ID");
    index(root_, byId_);
}

std::string Narrative::resolve(std::string_view reference) const {
    if (reference.starts_with('#')) {
        reference.remove_prefix(1);
    }
    if (!root_.id.empty() && reference == root_.id) {
        return referencedText(root_, longest_);
    }
    const auto found = byId_.find(reference);
    return found == byId_.end() ? std::string{} : referencedText(*found->second, longest_);
}

std::string superscript(std::string_view text) {
    return inScript(text, kSuperscript);
}

std::string subscript(std::string_view text) {
    return inScript(text, kSubscript);
}

std::string plainText(const Markup& markup) {
    std::string text;
    gather(markup, std::string::npos, text);
    return collapse(text);
}

std::vector<std::string> uncodedBlocks(const Narrative& narrative,
                                       const std::unordered_set<std::string>& referenced) {
    std::vector<std::string> blocks;
    collectUncoded(narrative.root(), referenced, blocks);
    return blocks;
}

} // namespace ncp::transform::cda
