#pragma once

#include "base/xml/document.hpp"
#include "transform/finding.hpp"
#include "transform/rules/report.hpp"
#include "transform/rules/rule_set.hpp"

#include <vector>

namespace ncp::transform::rules {

struct ValidationOptions {
    Form form = Form::Pivot;
    Origin origin = Origin::Own; ///< received documents break some rules and must stay readable
};

/// Every place where a clinical document does not keep the rules, in document order. `code` is the id of the
/// rule. Something that is no ClinicalDocument gives the one finding `document.root`.
std::vector<Finding> validate(const xml::Document& document, const RuleSet& rules,
                              const ValidationOptions& options = {});

} // namespace ncp::transform::rules
