#include "base/xml/grammar/automaton.hpp"

#include <catch2/catch.hpp>

using namespace ncp::xml::grammar;

namespace {

constexpr std::size_t kSymbols = 3;

Expression one(Symbol symbol) {
    return Expression::oneOf({symbol});
}

bool knows(const Expression& expression, const std::vector<Symbol>& word) {
    const auto automaton = Automaton::build(expression, kSymbols).value();
    auto state = Automaton::kStart;
    for (const auto symbol : word) {
        state = automaton.next(state, symbol);
    }
    return automaton.mayEnd(state);
}

} // namespace

TEST_CASE("an empty expression knows the empty word only", "[grammar]") {
    CHECK(knows({}, {}));
    CHECK_FALSE(knows({}, {0}));
}

TEST_CASE("an automaton knows sequences in their order", "[grammar]") {
    const auto expression =
        Expression::sequence({one(0), Expression::repeat(one(1), 0, 1), Expression::repeat(one(2), 1, {})});
    CHECK(knows(expression, {0, 1, 2}));
    CHECK(knows(expression, {0, 2, 2, 2}));
    CHECK_FALSE(knows(expression, {0, 1}));
    CHECK_FALSE(knows(expression, {1, 0, 2}));
    CHECK_FALSE(knows(expression, {0, 1, 1, 2}));
}

TEST_CASE("an automaton counts repetitions", "[grammar]") {
    const auto expression = Expression::repeat(one(0), 2, 4);
    for (std::size_t length = 0; length < 7; ++length) {
        CHECK(knows(expression, std::vector<Symbol>(length, 0)) == (length >= 2 && length <= 4));
    }
}

TEST_CASE("a choice whose branches begin alike is decided by what follows", "[grammar]") {
    const auto expression = Expression::choice(
        {Expression::sequence({one(0), one(1)}), Expression::sequence({one(0), one(2)}), one(2)});
    CHECK(knows(expression, {0, 1}));
    CHECK(knows(expression, {0, 2}));
    CHECK(knows(expression, {2}));
    CHECK_FALSE(knows(expression, {0}));
    CHECK_FALSE(knows(expression, {}));
}

TEST_CASE("a word that was refused stays refused", "[grammar]") {
    CHECK_FALSE(knows(Expression::repeat(one(0), 0, {}), {0, 1, 0}));
}

TEST_CASE("an expression whose automaton would be too large is refused", "[grammar]") {
    const auto inner = Expression::repeat(one(0), 0, 900);
    CHECK_FALSE(Automaton::build(Expression::repeat(inner, 0, 900), kSymbols));
    CHECK_FALSE(Automaton::build(Expression::repeat(one(0), 0, 5'000), kSymbols));
}
