#pragma once

#include "base/result.hpp"
#include "base/xml/grammar/automaton.hpp"

#include <string_view>

namespace ncp::xml::grammar {

/// A pattern of XML Schema (part 2, appendix F) for values of ASCII characters.
class Pattern {
  public:
    /// ConfigurationInvalid for what is not understood: names and categories of Unicode (`\w`, `\i`,
    /// `\p{L}`), subtraction of classes. What is understood means the same in ECMAScript.
    static Result<Pattern> compile(std::string_view pattern);

    /// True where the whole value is one of the pattern; false for every value beyond ASCII.
    bool matches(std::string_view value) const noexcept;

  private:
    explicit Pattern(Automaton automaton) : automaton_(std::move(automaton)) {}

    Automaton automaton_;
};

} // namespace ncp::xml::grammar
