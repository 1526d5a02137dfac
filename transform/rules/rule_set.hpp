#pragma once

#include "base/result.hpp"
#include "transform/rules/rule.hpp"

#include <filesystem>
#include <memory>
#include <vector>

namespace ncp::transform::rules {

/// The rules for clinical documents, read from tables under config/rules. Immutable; shared by threads.
class RuleSet {
  public:
    /// Reads `lists.tsv` and `patterns.tsv`, then every other .tsv of the directory as rules. A column that
    /// is not understood, an unknown check, list or pattern is ConfigurationInvalid: all are listed with file
    /// and line.
    static Result<RuleSet> load(const std::filesystem::path& directory);

    const std::vector<Rule>& rules() const noexcept { return rules_; }

  private:
    std::vector<Rule> rules_;
};

} // namespace ncp::transform::rules
