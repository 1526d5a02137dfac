#pragma once

#include "base/result.hpp"
#include "base/texts.hpp"
#include "base/xml/document.hpp"
#include "transform/cda/coded_elements.hpp"
#include "transform/pivot/transformed.hpp"
#include "transform/terminology/catalogue.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace ncp::transform::pivot {

/// Translates a pivot CDA for a reader of `language` (eHDSI translation at NCP-B; at NCP-A of a received
/// eDispensation): every coded element that the release knows gets its designation as displayName; the
/// original stays as a sibling `translation` with the same code, before those that were there. Codes, code
/// systems, units, times, ids and narrative are left as they came, byte for byte; so are elements with a
/// nullFlavor and translations themselves. What has no designation keeps its name and is a finding. An
/// original clinical document comes out as it is; so does one of an unknown class, with a finding of severity
/// Error. The name is the release's, never the document's. MalformedXml, XmlLimitExceeded; MalformedMessage
/// for what is no clinical document.
Result<Transformed> fromPivot(std::string_view document, const cda::CodedElements& list,
                              const terminology::Catalogue& catalogue, TextLanguage language);

/// The same for callers that have a tree and need one.
struct Translated {
    xml::Document document;
    std::vector<Finding> findings;
    std::size_t codedElements = 0;
    std::size_t translated = 0;
    std::size_t fallback = 0;
    std::size_t missing = 0;
};
Result<Translated> fromPivot(const xml::Document& pivot, const cda::CodedElements& list,
                             const terminology::Catalogue& catalogue, TextLanguage language);

} // namespace ncp::transform::pivot
