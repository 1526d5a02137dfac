#pragma once

#include "base/texts.hpp"
#include "base/xml/document.hpp"
#include "transform/rules/validate.hpp"

#include <set>
#include <string>
#include <string_view>

namespace ncp::test {

/// The rules and their texts as the program has them.
const transform::rules::RuleSet& shippedRules();
const Texts& ruleTexts();

/// One of the small valid documents beside the tests: `summary`, `prescription`, `dispensation`, `file`.
std::string ruleDocument(std::string_view name);

/// The ids of the rules that a document breaks.
std::set<std::string> brokenRules(const xml::Document& document,
                                  const transform::rules::ValidationOptions& options = {});

} // namespace ncp::test
