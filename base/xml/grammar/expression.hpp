#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace ncp::xml::grammar {

/// What a language is written in: elements of a content model, or characters of a value.
using Symbol = std::uint16_t;

/// A regular expression over symbols: what a content model and a pattern of XML Schema both are.
struct Expression {
    enum class Kind : std::uint8_t { OneOf, Sequence, Choice, Repeat };

    Kind kind = Kind::Sequence;
    std::vector<Symbol> symbols{};   ///< of OneOf
    std::vector<Expression> parts{}; ///< of Sequence (none: the empty word), Choice, and Repeat (one)
    std::size_t least = 1;           ///< of Repeat
    std::optional<std::size_t> most; ///< of Repeat; absent where unbounded

    static Expression oneOf(std::vector<Symbol> symbols) {
        return {Kind::OneOf, std::move(symbols), {}, 1, 1};
    }
    static Expression sequence(std::vector<Expression> parts) {
        return {Kind::Sequence, {}, std::move(parts), 1, 1};
    }
    static Expression choice(std::vector<Expression> parts) {
        return {Kind::Choice, {}, std::move(parts), 1, 1};
    }
    static Expression repeat(Expression part, std::size_t least, std::optional<std::size_t> most) {
        std::vector<Expression> parts;
        parts.push_back(std::move(part));
        return {Kind::Repeat, {}, std::move(parts), least, most};
    }
};

} // namespace ncp::xml::grammar
