#pragma once

#include "base/result.hpp"
#include "base/table.hpp"
#include "transform/rules/rule.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::rules {

struct Vocabulary;

/// The rules for clinical documents, read from tables under config/rules. Immutable; shared by threads.
class RuleSet {
  public:
    /// Reads `lists.tsv` and `patterns.tsv`, then every other .tsv of the directory as rules. A column that
    /// is not understood, an unknown check, list or pattern is ConfigurationInvalid: all are listed with file
    /// and line.
    static Result<RuleSet> load(const std::filesystem::path& directory);

    /// Rules that the tables check.
    const std::vector<Rule>& rules() const noexcept { return rules_; }
    /// Rules that code checks (`code` in the column check): structure, value sets, what an exchange expects.
    const std::vector<Rule>& rulesInCode() const noexcept { return inCode_; }
    /// The first row of that id; nullptr for an unknown one.
    const Rule* find(std::string_view id) const noexcept;

    /// Where rules are applied: each text once, as Rule::context counts them.
    const std::vector<Path>& contexts() const noexcept { return contexts_; }
    const Names& names() const noexcept { return names_; }

  private:
    std::string read(const Table& table, const Vocabulary& vocabulary);
    std::size_t addContext(Path context);

    Names names_;
    std::vector<Path> contexts_;
    std::vector<Rule> rules_;
    std::vector<Rule> inCode_;
};

} // namespace ncp::transform::rules
