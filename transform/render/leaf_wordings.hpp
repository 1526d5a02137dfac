#pragma once

#include "base/texts.hpp"
#include "transform/inventory/inventory.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::render {

/// How a leaf may stand on a page: one of the wordings, or all of one group.
struct LeafWordings {
    std::vector<std::string> anyOf;
    std::vector<std::string> allOf; ///< besides: each of these; a clock time beside its date
    bool number = false;            ///< a wording begins and ends where a number does: 5 is not in 15 or 5,2
};

/// The wordings of a leaf in one language, worked out from its value.
LeafWordings wordingsOf(const inventory::Leaf& leaf, const inventory::Inventory& document, const Texts& texts,
                        TextLanguage language);

} // namespace ncp::transform::render
