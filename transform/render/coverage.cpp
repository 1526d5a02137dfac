#include "transform/render/coverage.hpp"

#include "transform/render/leaf_wordings.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ncp::transform::render {

namespace {

constexpr std::string_view kHardSpace = "\u00a0";

bool isSpace(char c) noexcept {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

bool isDigit(char c) noexcept {
    return c >= '0' && c <= '9';
}

std::string lowerCase(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

/// The form in which page and wording are compared: blanks single, none at the ends, lower case.
std::string comparable(std::string_view text) {
    std::string plain = withSingleBlanks(text);
    while (plain.ends_with(' ')) {
        plain.pop_back();
    }
    return lowerCase(plain.starts_with(' ') ? plain.substr(1) : std::move(plain));
}

/// True where the digit at `at - 1` or `at` belongs to a longer number: a digit, or a sign between digits.
bool continuesNumber(std::string_view page, std::size_t begin, std::size_t end) {
    const auto sign = [](char c) { return c == ',' || c == '.'; };
    if (isDigit(page[begin]) && begin > 0) {
        const char before = page[begin - 1];
        if (isDigit(before) || (sign(before) && begin > 1 && isDigit(page[begin - 2]))) {
            return true;
        }
    }
    if (isDigit(page[end - 1]) && end < page.size()) {
        const char after = page[end];
        return isDigit(after) || (sign(after) && end + 1 < page.size() && isDigit(page[end + 1]));
    }
    return false;
}

bool stands(std::string_view page, const std::string& words, bool number) {
    if (words.empty()) {
        return false;
    }
    for (std::size_t at = page.find(words); at != std::string_view::npos; at = page.find(words, at + 1)) {
        if (!number || !continuesNumber(page, at, at + words.size())) {
            return true;
        }
    }
    return false;
}

/// A leaf that says nothing can't be missing: an empty display name, a blank.
bool saysNothing(const LeafWordings& wordings) {
    return std::ranges::all_of(wordings.anyOf,
                               [](const std::string& words) { return comparable(words).empty(); });
}

std::string_view entity(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kEntities{
        {{"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"#39", "'"}, {"amp", "&"}}};
    const auto found =
        std::ranges::find(kEntities, name, &std::pair<std::string_view, std::string_view>::first);
    return found == kEntities.end() ? std::string_view{} : found->second;
}

} // namespace

std::string withSingleBlanks(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
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

std::vector<MissingLeaf> missingFrom(std::string_view shown, const inventory::Inventory& document,
                                     const Texts& texts, TextLanguage language) {
    const std::string page = comparable(shown);
    std::vector<MissingLeaf> missing;
    for (const inventory::Leaf* leaf : inventory::clinicalLeaves(document)) {
        const LeafWordings wordings = wordingsOf(*leaf, document, texts, language);
        const auto found = [&](const std::string& words) {
            return stands(page, comparable(words), wordings.number);
        };
        if (!saysNothing(wordings) &&
            (std::ranges::none_of(wordings.anyOf, found) || !std::ranges::all_of(wordings.allOf, found))) {
            missing.push_back(
                {leaf->kind, document.path(*leaf), leaf->line, inventory::Inventory::describe(*leaf)});
        }
    }
    return missing;
}

bool Coverage::complete() const noexcept {
    return std::ranges::all_of(pages, [](const PageCoverage& page) { return page.missing.empty(); });
}

Result<Coverage> measureCoverage(const xml::Document& document, const Texts& texts,
                                 const RenderOptions& options) {
    const inventory::Inventory leaves = inventory::takeInventory(document);
    Coverage coverage;
    coverage.leaves = inventory::clinicalLeaves(leaves).size();
    for (const TextLanguage language :
         {TextLanguage::Bokmaal, TextLanguage::Nynorsk, TextLanguage::English}) {
        const auto html = renderHtml(document, texts, language, options);
        if (!html) {
            return passOn(html);
        }
        coverage.pages.push_back({language, true, missingFrom(visibleText(*html), leaves, texts, language)});
        const auto text = renderText(document, texts, language, options);
        if (!text) {
            return passOn(text);
        }
        coverage.pages.push_back({language, false, missingFrom(*text, leaves, texts, language)});
    }
    return coverage;
}

} // namespace ncp::transform::render
