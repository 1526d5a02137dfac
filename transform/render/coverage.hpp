#pragma once

#include "base/texts.hpp"
#include "base/xml/document.hpp"
#include "transform/inventory/inventory.hpp"
#include "transform/render/page_parts.hpp"
#include "transform/render/render.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::render {

/// A clinical leaf that a page does not show.
struct MissingLeaf {
    inventory::Kind kind = inventory::Kind::Text;
    std::string path;
    long line = 0;
    std::string value;      ///< what the document says
    bool elsewhere = false; ///< it stands on the page, but not beside what it belongs to
};

/// The clinical leaves of a document that do not stand on a page of that language. `shown` is the page's
/// visible text. What a leaf may read as is worked out from its value anew: a date by its digits, a number by
/// its digits and sign, a code by its name. Words that stand for a value (a frequency, a unit, the reason why
/// one is missing, the size of a file) are asked of the page's writer. Upper and lower case count as the
/// same.
std::vector<MissingLeaf> missingFrom(std::string_view shown, const inventory::Inventory& document,
                                     const Texts& texts, TextLanguage language);

/// The same for a page of ours, HTML or text, entry by entry: what an entry says, and why it does not say it,
/// must stand in its own row, card or statement, so that a dose beside another drug counts as missing. Only
/// the codes behind a wording may stand in the entry's part of the table of codes; quoted narrative proves
/// nothing for an entry.
std::vector<MissingLeaf> missingFromPage(const PageParts& parts, const inventory::Inventory& document,
                                         const Texts& texts, TextLanguage language);

/// The parts of the text form of a document. MalformedMessage when it is no clinical document.
Result<PageParts> textParts(const xml::Document& document, const Texts& texts, TextLanguage language,
                            const RenderOptions& options);

/// One form of a page, and what it lacks.
struct PageCoverage {
    TextLanguage language = TextLanguage::Bokmaal;
    bool html = false; ///< else text
    std::vector<MissingLeaf> missing;
};

struct Coverage {
    std::size_t leaves = 0; ///< clinical ones of the document
    std::vector<PageCoverage> pages;

    bool complete() const noexcept;
};

/// Renders the document as HTML and as text in three languages and compares each page with the document.
/// MalformedMessage when it is no clinical document.
Result<Coverage> measureCoverage(const xml::Document& document, const Texts& texts,
                                 const RenderOptions& options);

} // namespace ncp::transform::render
