#pragma once

#include "base/table.hpp"
#include "transform/rules/checks.hpp"
#include "transform/rules/rule.hpp"

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::rules {

/// Columns of a table of rules.
inline constexpr std::array<std::string_view, 11> kRuleColumns{"id",     "severity", "received", "documents",
                                                               "form",   "wave",     "context",  "check",
                                                               "target", "argument", "reference"};

struct NamedPattern {
    ValuePattern expression;
    std::string notation;
};

/// The names that rules refer to.
struct Vocabulary {
    std::map<std::string, std::vector<std::string>, std::less<>> lists;
    std::map<std::string, NamedPattern, std::less<>> patterns;

    /// Takes `lists.tsv` and `patterns.tsv`; what is wrong with them, one fault a line.
    std::string addLists(const Table& table);
    std::string addPatterns(const Table& table);
};

/// `file:line: ` of a row, for messages.
std::string place(const Table& table, const TableRow& row);

/// Turns one row into a rule; collects what is wrong with it.
class RuleReader {
  public:
    RuleReader(const TableRow& row, const Vocabulary& vocabulary, Names& names)
        : cells_(row.cells), vocabulary_(vocabulary), names_(names) {}

    Rule read();
    /// Where the rule is applied; as text, the same for many rules.
    Path takeContext() { return std::move(context_); }
    const std::vector<std::string>& faults() const noexcept { return faults_; }

  private:
    void readSeverities();
    void readScopes();
    void readForm();
    void readWave();
    Path path(std::size_t column);
    void readCheck();
    void readArgument(const CheckKind& kind);
    void readCount(std::string_view kind, const std::string& text);
    std::vector<std::string> values(const std::string& text) const;
    void readList(std::string_view kind, const std::string& text);
    void readNames();
    void readPattern(const std::string& text);

    const std::vector<std::string>& cells_;
    const Vocabulary& vocabulary_;
    Names& names_;
    Path context_;
    Rule rule_;
    std::vector<std::string> faults_;
};

} // namespace ncp::transform::rules
