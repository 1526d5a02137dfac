#pragma once

#include "transform/cda/narrative.hpp"
#include "transform/render/render.hpp"
#include "transform/render/view.hpp"
#include "transform/render/wording.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::render {

/// The view as HTML; an embedded one has nothing round the article.
std::string writeHtml(const View& view, const Wording& wording, const RenderOptions& options);
/// A part of a text that shows an entry of the document.
struct EntrySpan {
    std::size_t entry = 0; ///< cda::Entry::number
    bool codes = false;    ///< the table of original wordings and codes
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// A text before its hard spaces become blanks, and what of it belongs to which entry.
struct TextPage {
    std::string text;
    std::vector<EntrySpan> spans;
};

TextPage writeTextPage(const View& view, const Wording& wording);
/// The view as plain text of 100 columns.
std::string writeText(const View& view, const Wording& wording);

/// Section text as HTML: the markup of CDA narratives mapped to HTML elements without attributes that act;
/// links only to http and https.
/// Appends to `out`.
void narrativeHtml(const cda::Markup& markup, std::string& out);
/// Section text with one line for each block, cells divided by a bar; what the source struck out says so.
std::string narrativeText(const cda::Markup& markup, const Wording& wording);

/// Text with the five characters of XML escaped, control characters dropped; safe in content and in quoted
/// attribute values.
std::string escaped(std::string_view text);
/// The same, appended.
void escape(std::string_view text, std::string& out);

} // namespace ncp::transform::render
