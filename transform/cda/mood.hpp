#pragma once

#include "base/xml/document.hpp"
#include "transform/cda/entries.hpp"
#include "transform/cda/value_reader.hpp"

#include <string>
#include <vector>

namespace ncp::transform::cda {

/// The mood of an entry that states no fact (HL7 ActMood): planned, ordered, promised, a goal. Empty for what
/// happened or is so, and for a medicine that somebody is to take, which is what lists of medicines and
/// prescriptions hold. The observation that a concern is about may say it for the concern; what stands in
/// `others` speaks for itself.
std::string moodOfEntry(xml::Node act, const std::vector<xml::Node>& others, const Entry& read,
                        ValueReader& reader);

} // namespace ncp::transform::cda
