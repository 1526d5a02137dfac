#pragma once

#include "base/xml/document.hpp"
#include "transform/cda/clinical_document.hpp"
#include "transform/cda/value_reader.hpp"

#include <optional>
#include <vector>

namespace ncp::transform::cda {

/// Whom a section is about, where that is not the patient; what the section says of itself, else what the
/// one round it says (CDA R2: a subject holds for all that stands below).
std::optional<Subject> subjectOfSection(xml::Node section, const std::optional<Subject>& outer);

/// The relation to the patient of whom an act is about, where that is not the patient: as the act says
/// itself, else as `inherited`.
std::optional<CodedValue> subjectOfAct(xml::Node act, const std::optional<CodedValue>& inherited,
                                       ValueReader& reader);

/// The same for the act of an entry, where the observation that a concern is about may say it for the
/// concern. What stands in `others` speaks for itself.
std::optional<CodedValue> subjectOfEntry(xml::Node act, const std::vector<xml::Node>& others,
                                         const std::optional<CodedValue>& inherited, ValueReader& reader);

} // namespace ncp::transform::cda
