#pragma once

#include "base/result.hpp"
#include "base/xml/grammar/expression.hpp"

#include <cstdint>
#include <vector>

namespace ncp::xml::grammar {

/// A deterministic automaton that knows the words of an expression: one look into a table for each symbol.
class Automaton {
  public:
    using State = std::uint16_t;
    static constexpr State kRefused = 0; ///< no word begins like that
    static constexpr State kStart = 1;

    /// Of an expression whose symbols are below `symbols`. ConfigurationInvalid where the automaton would
    /// become too large: repetitions are counted by states.
    static Result<Automaton> build(const Expression& expression, std::size_t symbols);

    State next(State state, Symbol symbol) const noexcept {
        return next_[std::size_t{state} * symbols_ + symbol];
    }
    /// True where a word may end.
    bool mayEnd(State state) const noexcept { return mayEnd_[state]; }

  private:
    std::size_t symbols_ = 0;
    std::vector<State> next_;
    std::vector<bool> mayEnd_;
};

} // namespace ncp::xml::grammar
