#pragma once

#include "transform/cda/coded_elements.hpp"
#include "transform/rules/rule_set.hpp"
#include "transform/rules/validate.hpp"
#include "transform/rules/value_set_sizes.hpp"
#include "transform/terminology/catalogue.hpp"

#include <vector>

namespace ncp::transform::rules {

/// Where coded elements of the list don't fit the terminology release, as findings of the rules `binding.…`:
/// the code is in one of the value sets, known, current, in the release's version and with its English name;
/// a required element has a code. A national form may use any code system that the release knows. Value sets
/// that the release doesn't have are one notice; so are those of which it has only a part, where the document
/// has codes that the release doesn't know.
std::vector<Located> bindingFindings(const xml::Document& document, const cda::CodedElements& elements,
                                     const terminology::Catalogue& catalogue, const ValueSetSizes& sizes,
                                     const RuleSet& rules, const ValidationOptions& options);

} // namespace ncp::transform::rules
