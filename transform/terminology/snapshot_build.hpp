#pragma once

#include "transform/terminology/content.hpp"

#include <string>

namespace ncp::transform::terminology {

/// The bytes of a snapshot that answers from this content; the same content gives the same bytes, in whatever
/// order its systems, concepts, sets and members stand. Of several designations in one language the preferred
/// one is kept. Members and both sides of a map become concepts, also where nothing designates them.
/// InputRefused says what can't be kept: a code system, concept, set or alias that stands twice, a code
/// system that is not given, an empty code, a text of more than 65,535 bytes, more than 16 million concepts.
/// What is doubtful, but can be kept, is for `check` to say.
Result<std::string> buildSnapshot(const Content& content);

} // namespace ncp::transform::terminology
