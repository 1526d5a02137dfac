#include "tests/transform/rules/rule_material.hpp"

#include "tests/support/reference.hpp"

#include <filesystem>

namespace ncp::test {
namespace {

const std::filesystem::path kSource{NCP_SOURCE_DIR};

} // namespace

const transform::rules::RuleSet& shippedRules() {
    static const auto rules = transform::rules::RuleSet::load(kSource / "config/rules");
    return rules.value();
}

const Texts& ruleTexts() {
    static const auto texts = Texts::load({kSource / "config/texts/rules.tsv"});
    return texts.value();
}

std::string ruleDocument(std::string_view name) {
    return readFile(kSource / "tests/transform/rules/documents" / (std::string{name} + ".xml"));
}

std::set<std::string> brokenRules(const xml::Document& document,
                                  const transform::rules::ValidationOptions& options) {
    std::set<std::string> ids;
    for (const auto& finding : transform::rules::validate(document, shippedRules(), options)) {
        ids.insert(finding.code);
    }
    return ids;
}

} // namespace ncp::test
