#pragma once

#include "transform/rules/rule.hpp"

namespace ncp::transform::rules {

// Checks of a product (manufacturedMaterial, or a part of one) whose statements have to agree. The context is
// the product. Each gives the places at or below `context` where it does not hold.

/// Where a text that the target finds states amounts of mass ("5 mg", "160/4,5 micrograms"), one of them is
/// that of an ingredient: as it is coded, for one unit, or for the whole container. Salts weigh more than
/// their substances: only amounts that differ by more than half are another strength. The list has the ATC
/// groups of which texts state the element and codes the salt (iron): they are left out.
std::vector<Violation> otherStrength(const Rule& rule, Place context, const DocumentIndex& document);
/// The only ingredient has the ATC code of the product (the target finds it), or a name that stands in the
/// product's or holds it: one substance has several codes. Says nothing where a name is missing.
std::vector<Violation> otherSubstance(const Rule& rule, Place context, const DocumentIndex& document);

} // namespace ncp::transform::rules
