#pragma once

#include "base/xml/document.hpp"
#include "transform/cda/clinical_document.hpp"
#include "transform/cda/entries.hpp"
#include "transform/cda/value_reader.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::cda {

/// What stands below an act, found on one walk.
struct EntrySurvey {
    std::vector<Leaf> remaining;         ///< every leaf that nothing has read
    std::vector<CodeUse> codes;          ///< every coded value, in document order
    std::vector<std::string> units;      ///< every UCUM unit once, in document order
    std::vector<std::string> references; ///< IDs of the section's text that it refers to, without `#`
    std::vector<Media> media;            ///< files: observationMedia, and values of observations
};

/// `reader` knows what has been read and gets to know the rest. What stands below `others` is left out.
EntrySurvey surveyEntry(xml::Node act, ValueReader& reader, const std::vector<xml::Node>& others = {});
/// The leaves alone; what has been surveyed once is not found again.
std::vector<Leaf> leavesBelow(xml::Node act, ValueReader& reader);
/// The coded values alone, of a part of the header.
std::vector<CodeUse> codesBelow(xml::Node part, ValueReader& reader);

/// True for the acts that state a fact unless their mood says otherwise (CDA R2); instructions, supplies and
/// medicines are planned or ordered as a rule.
bool statesFacts(std::string_view actName) noexcept;

/// A file as it stands in an ED value (CDA R2).
Media readMedia(xml::Node content, std::string id);

} // namespace ncp::transform::cda
