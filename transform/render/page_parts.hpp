#pragma once

#include "transform/render/writers.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace ncp::transform::render {

/// What a reader reads of an HTML page: no markup, entities resolved, every run of white space (hard spaces
/// too) one blank.
std::string visibleText(std::string_view html);
/// Text with every run of white space one blank, without characters that show nothing of themselves and
/// without the narrow spaces that group the digits of a number.
std::string withSingleBlanks(std::string_view text);

/// The visible text of a page of ours, and what of it belongs to which entry of the document (in HTML:
/// elements with data-entry).
struct PageParts {
    std::string whole;
    std::map<std::size_t, std::string> clinical; ///< rows, cards, statements, pictures
    std::map<std::size_t, std::string> codes;    ///< the table of original wordings and codes
};

PageParts partsOf(std::string_view html);
PageParts partsOf(const TextPage& page);

} // namespace ncp::transform::render
