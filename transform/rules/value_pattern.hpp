#pragma once

#include "base/xml/grammar/pattern.hpp"

#include <optional>
#include <regex>
#include <string>
#include <string_view>

namespace ncp::transform::rules {

/// A pattern of the tables: an ECMAScript expression for the whole value. Most values fit, and most patterns
/// have an automaton that sees it at once; std::regex decides where that does not.
class ValuePattern {
  public:
    /// Throws std::regex_error where the expression is none.
    explicit ValuePattern(const std::string& expression);

    /// For values of some hundred bytes: std::regex needs stack for each of them.
    bool matches(std::string_view value) const;

  private:
    std::regex expression_;
    std::optional<xml::grammar::Pattern> quick_;
};

} // namespace ncp::transform::rules
