#pragma once

#include "base/xml/schema.hpp"
#include "transform/rules/located.hpp"
#include "transform/rules/rule_set.hpp"

#include <vector>

namespace ncp::transform::rules {

/// What a document's structure breaks, as findings of the rules `structure.…`: where, what stood there and
/// what may stand there.
std::vector<Located> structureFindings(const xml::Document& document, const xml::Schema& schema,
                                       const RuleSet& rules, Origin origin);

} // namespace ncp::transform::rules
