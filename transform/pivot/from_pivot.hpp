#pragma once

#include "base/result.hpp"
#include "base/texts.hpp"
#include "base/xml/document.hpp"
#include "transform/finding.hpp"
#include "transform/terminology/catalogue.hpp"

#include <cstddef>
#include <vector>

namespace ncp::transform::pivot {

/// A pivot document in a national language, and what happened to its coded elements.
struct Translated {
    xml::Document document;
    std::vector<Finding> findings;
    std::size_t codedElements = 0;
    std::size_t translated = 0; ///< have a designation in the wanted language
    std::size_t fallback = 0;   ///< have one by the language chain only; each is a finding
    std::size_t missing = 0;    ///< stay as they came; each is a finding
};

/// Translates a pivot CDA for a clinician: every coded element that the catalogue knows gets its designation
/// as displayName; the original display name stays as a sibling `translation` with the same code, in schema
/// order (originalText, qualifier, translation); everything else is left as it came: ids, narrative,
/// quantities, times, codes, existing translations. What has no designation keeps its display name and is a
/// finding. Elements with a nullFlavor and those that are themselves a `translation` are not touched.
/// Takes the tree over and edits it in place; the caller keeps the bytes.
Translated fromPivot(xml::Document pivot, const terminology::Catalogue& catalogue, TextLanguage language);

} // namespace ncp::transform::pivot
