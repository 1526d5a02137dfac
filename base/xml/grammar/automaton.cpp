#include "base/xml/grammar/automaton.hpp"

#include <algorithm>
#include <map>

namespace ncp::xml::grammar {
namespace {

constexpr std::size_t kMostSteps = 20'000;
constexpr std::size_t kMostStates = 2'000;

using Step = std::uint32_t;
using Steps = std::vector<Step>; ///< sorted, each once

/// An automaton with free moves (Thompson's construction).
class Moves {
  public:
    /// Adds the moves of `expression` from `from` on; gives the step where its words end.
    Step add(const Expression& expression, Step from) {
        switch (expression.kind) {
        case Expression::Kind::OneOf: {
            const auto to = step();
            for (const auto symbol : expression.symbols) {
                steps_[from].reading.push_back({symbol, to});
            }
            return to;
        }
        case Expression::Kind::Sequence:
            for (const auto& part : expression.parts) {
                from = add(part, from);
            }
            return from;
        case Expression::Kind::Choice:
            return addChoice(expression, from);
        case Expression::Kind::Repeat:
            return addRepeat(expression, from);
        }
        return from;
    }

    Step step() {
        // More than the limit are refused by the caller; the last one stands for them until then.
        if (steps_.size() <= kMostSteps) {
            steps_.emplace_back();
        }
        return static_cast<Step>(steps_.size() - 1);
    }
    bool tooMany() const noexcept { return steps_.size() > kMostSteps; }

    /// With everything that free moves lead to.
    Steps closed(Steps steps) const {
        std::vector<bool> seen(steps_.size());
        for (const auto at : steps) {
            seen[at] = true;
        }
        for (std::size_t i = 0; i < steps.size(); ++i) {
            for (const auto to : steps_[steps[i]].free) {
                if (!seen[to]) {
                    seen[to] = true;
                    steps.push_back(to);
                }
            }
        }
        std::ranges::sort(steps);
        return steps;
    }

    /// Where each symbol leads from `steps`.
    std::map<Symbol, Steps> reading(const Steps& steps) const {
        std::map<Symbol, Steps> targets;
        for (const auto at : steps) {
            for (const auto& [symbol, to] : steps_[at].reading) {
                auto& known = targets[symbol];
                if (std::ranges::find(known, to) == known.end()) {
                    known.push_back(to);
                }
            }
        }
        return targets;
    }

  private:
    struct Reading {
        Symbol symbol;
        Step to;
    };
    struct MovesFrom {
        std::vector<Reading> reading;
        Steps free;
    };

    Step addChoice(const Expression& expression, Step from) {
        const auto end = step();
        for (const auto& part : expression.parts) {
            const auto begin = step();
            steps_[from].free.push_back(begin);
            steps_[add(part, begin)].free.push_back(end);
        }
        return end;
    }

    Step addRepeat(const Expression& expression, Step from) {
        const auto& part = expression.parts.front();
        for (std::size_t i = 0; i < expression.least && !tooMany(); ++i) {
            from = add(part, from);
        }
        const auto end = step();
        if (!expression.most) {
            const auto begin = step();
            steps_[from].free.push_back(begin);
            steps_[add(part, begin)].free.push_back(begin);
            steps_[begin].free.push_back(end);
            return end;
        }
        for (auto i = expression.least; i < *expression.most && !tooMany(); ++i) {
            steps_[from].free.push_back(end);
            const auto begin = step();
            steps_[from].free.push_back(begin);
            from = add(part, begin);
        }
        steps_[from].free.push_back(end);
        return end;
    }

    std::vector<MovesFrom> steps_;
};

} // namespace

Result<Automaton> Automaton::build(const Expression& expression, std::size_t symbols) {
    const auto tooLarge = [] {
        return fail(ErrorCode::ConfigurationInvalid, "an automaton would become too large");
    };
    Moves moves;
    const auto begin = moves.step();
    const auto end = moves.add(expression, begin);
    if (moves.tooMany()) {
        return tooLarge();
    }
    Automaton automaton;
    automaton.symbols_ = symbols;
    automaton.next_.resize(symbols * 2);
    std::map<Steps, State> states{{Steps{}, kRefused}, {moves.closed({begin}), kStart}};
    std::vector<Steps> open{Steps{}, moves.closed({begin})};
    for (std::size_t state = 0; state < open.size(); ++state) {
        const auto steps = open[state];
        automaton.mayEnd_.push_back(std::ranges::binary_search(steps, end));
        for (auto& [symbol, targets] : moves.reading(steps)) {
            const auto [at, added] =
                states.try_emplace(moves.closed(std::move(targets)), static_cast<State>(open.size()));
            if (added) {
                open.push_back(at->first);
                automaton.next_.resize(symbols * open.size());
            }
            automaton.next_[state * symbols + symbol] = at->second;
        }
        if (open.size() > kMostStates) {
            return tooLarge();
        }
    }
    return automaton;
}

} // namespace ncp::xml::grammar
