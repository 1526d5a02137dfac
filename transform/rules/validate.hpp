#pragma once

#include "base/xml/document.hpp"
#include "transform/finding.hpp"
#include "transform/rules/located.hpp"
#include "transform/rules/report.hpp"
#include "transform/rules/rule_set.hpp"

#include <string>
#include <vector>

namespace ncp::transform::rules {

inline constexpr unsigned kNewestWave = 9;

struct ValidationOptions {
    Form form = Form::Pivot;
    Origin origin = Origin::Own; ///< received documents break some rules and must stay readable
    unsigned wave =
        kNewestWave;      ///< of MyHealth@EU that the author keeps: what later waves ask for is left out
    std::string code{};   ///< LOINC, of the document that was asked for; empty: any
    std::string id{};     ///< of the document that was asked for, as `root^extension`; empty: any
    std::string latest{}; ///< when a document can have been made at the latest (HL7 v3 TS); empty: whenever
};

/// Every place where a clinical document does not keep the rules of the tables, in document order. `code` is
/// the id of the rule. Something that is no ClinicalDocument gives the one finding `document.root`.
std::vector<Finding> validate(const xml::Document& document, const RuleSet& rules,
                              const ValidationOptions& options = {});

/// The same of a ClinicalDocument, in no order and without paths.
std::vector<Located> ruleFindings(xml::Node root, const RuleSet& rules, const ValidationOptions& options);

} // namespace ncp::transform::rules
