#include "transform/render/page_parts.hpp"

#include "transform/render/misleading.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace ncp::transform::render {

namespace {

constexpr std::string_view kHardSpace = "\u00a0";
constexpr std::string_view kNarrowSpace = "\u202f";

bool isSpace(char c) noexcept {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

std::string_view entity(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kEntities{
        {{"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"#39", "'"}, {"amp", "&"}}};
    const auto found =
        std::ranges::find(kEntities, name, &std::pair<std::string_view, std::string_view>::first);
    return found == kEntities.end() ? std::string_view{} : found->second;
}

/// One element with data-entry, up to its end tag.
struct EntryElement {
    std::string_view name;
    std::size_t entry = 0;
    std::string_view html;
};

/// Where the element that begins at `begin` ends; elements of the same name may stand inside it.
std::size_t endOf(std::string_view html, std::size_t begin, std::string_view name) {
    const std::string opening = '<' + std::string{name};
    const std::string closing = "</" + std::string{name} + '>';
    std::size_t depth = 0;
    for (std::size_t at = begin; at < html.size(); at = std::min(html.find('<', at + 1), html.size())) {
        const std::string_view rest = html.substr(at);
        if (rest.starts_with(closing) && --depth == 0) {
            return at;
        }
        const char next = rest.size() > opening.size() ? rest[opening.size()] : '>';
        if (rest.starts_with(opening) && (next == '>' || next == ' ')) {
            ++depth;
        }
    }
    return html.size();
}

EntryElement elementAt(std::string_view html, std::size_t attribute, std::size_t number) {
    const std::size_t begin = html.rfind('<', attribute);
    const std::string_view tag = html.substr(begin + 1);
    EntryElement element{tag.substr(0, tag.find(' ')), 0, {}};
    std::from_chars(html.data() + number, html.data() + html.size(), element.entry);
    element.html = html.substr(begin, endOf(html, begin, element.name) - begin);
    return element;
}

} // namespace

std::string withSingleBlanks(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (const std::size_t misleading = misleadingCharacter(text.substr(at)); misleading > 0) {
            at += misleading - 1;
            continue;
        }
        if (text.substr(at).starts_with(kNarrowSpace)) {
            at += kNarrowSpace.size() - 1;
            continue;
        }
        const bool hard = text.substr(at).starts_with(kHardSpace);
        if (hard || isSpace(text[at])) {
            at += hard ? kHardSpace.size() - 1 : 0;
            if (!out.empty() && out.back() != ' ') {
                out += ' ';
            }
        } else {
            out += text[at];
        }
    }
    return out;
}

std::string visibleText(std::string_view html) {
    std::string out;
    out.reserve(html.size());
    for (std::size_t at = 0; at < html.size(); ++at) {
        if (html.substr(at).starts_with("<style>")) {
            at = std::min(html.find("</style>", at), html.size());
        }
        if (at < html.size() && html[at] == '<') {
            at = std::min(html.find('>', at), html.size());
            out += ' ';
        } else if (at < html.size() && html[at] == '&') {
            const std::size_t end = html.find(';', at);
            const std::string_view text = end == std::string_view::npos
                                              ? std::string_view{}
                                              : entity(html.substr(at + 1, end - at - 1));
            out += text.empty() ? std::string_view{"&"} : text;
            at = text.empty() ? at : end;
        } else if (at < html.size()) {
            out += html[at];
        }
    }
    return withSingleBlanks(out);
}

PageParts partsOf(const TextPage& page) {
    PageParts parts;
    parts.whole = withSingleBlanks(page.text);
    for (const EntrySpan& span : page.spans) {
        std::string& text = (span.codes ? parts.codes : parts.clinical)[span.entry];
        text += withSingleBlanks(std::string_view{page.text}.substr(span.begin, span.end - span.begin)) + ' ';
    }
    return parts;
}

PageParts partsOf(std::string_view html) {
    constexpr std::string_view kAttribute = " data-entry=\"";
    PageParts parts;
    parts.whole = visibleText(html);
    for (std::size_t at = html.find(kAttribute); at != std::string_view::npos;
         at = html.find(kAttribute, at + 1)) {
        const EntryElement element = elementAt(html, at, at + kAttribute.size());
        std::string& text = (element.name == "tbody" ? parts.codes : parts.clinical)[element.entry];
        text += visibleText(element.html) + ' ';
    }
    return parts;
}

} // namespace ncp::transform::render
