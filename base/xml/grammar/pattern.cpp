#include "base/xml/grammar/pattern.hpp"

#include <algorithm>
#include <charconv>

namespace ncp::xml::grammar {
namespace {

constexpr std::size_t kCharacters = 128;
constexpr std::size_t kMostRepetitions = 1'000;

std::vector<Symbol> range(char first, char last) {
    std::vector<Symbol> symbols;
    for (auto symbol = static_cast<Symbol>(first); symbol <= static_cast<Symbol>(last); ++symbol) {
        symbols.push_back(symbol);
    }
    return symbols;
}

/// The characters of ASCII that are none of these, NUL left out.
std::vector<Symbol> others(const std::vector<Symbol>& symbols) {
    auto rest = range('\x01', '\x7F');
    std::erase_if(rest, [&](Symbol symbol) { return std::ranges::find(symbols, symbol) != symbols.end(); });
    return rest;
}

/// What a backslash and a letter or sign stand for; nothing where that is not understood.
std::vector<Symbol> escaped(char letter) {
    constexpr std::string_view kSigns = "\\|.?*+(){}-[]^";
    switch (letter) {
    case 's':
        return {' ', '\t', '\n', '\r'};
    case 'S':
        return range('!', '\x7E');
    case 'd':
        return range('0', '9');
    case 't':
        return {'\t'};
    case 'n':
        return {'\n'};
    case 'r':
        return {'\r'};
    default:
        return kSigns.find(letter) == std::string_view::npos
                   ? std::vector<Symbol>{}
                   : std::vector<Symbol>{static_cast<Symbol>(letter)};
    }
}

/// Reads a pattern by descent; what it does not understand is remembered, and ends the reading.
class Reader {
  public:
    explicit Reader(std::string_view pattern) : rest_(pattern) {}

    Result<Expression> read() {
        auto expression = alternatives(0);
        if (!understood_ || !rest_.empty()) {
            return fail(ErrorCode::ConfigurationInvalid, "a pattern that is not understood");
        }
        return expression;
    }

  private:
    static constexpr std::size_t kDeepest = 20;

    bool at(char sign) const noexcept { return rest_.starts_with(sign); }
    bool take(char sign) {
        const bool there = at(sign);
        rest_.remove_prefix(there ? 1 : 0);
        return there;
    }
    char takeAny() {
        if (rest_.empty() || static_cast<unsigned char>(rest_.front()) >= kCharacters) {
            understood_ = false;
            rest_ = {};
            return '\0';
        }
        const auto taken = rest_.front();
        rest_.remove_prefix(1);
        return taken;
    }

    Expression alternatives(std::size_t depth) {
        understood_ = understood_ && depth < kDeepest;
        std::vector<Expression> branches;
        do {
            std::vector<Expression> pieces;
            while (understood_ && !rest_.empty() && !at('|') && !at(')')) {
                pieces.push_back(repeated(atom(depth)));
            }
            branches.push_back(Expression::sequence(std::move(pieces)));
        } while (take('|'));
        return Expression::choice(std::move(branches));
    }

    Expression atom(std::size_t depth) {
        if (take('(')) {
            auto inner = alternatives(depth + 1);
            understood_ = understood_ && take(')');
            return inner;
        }
        if (take('[')) {
            return characterClass();
        }
        if (take('.')) {
            return Expression::oneOf(others({'\n', '\r'}));
        }
        return Expression::oneOf(at('\\') ? escape() : plain("?*+{}[]^$"));
    }

    std::vector<Symbol> escape() {
        rest_.remove_prefix(1);
        auto symbols = escaped(takeAny());
        understood_ = understood_ && !symbols.empty();
        return symbols;
    }

    std::vector<Symbol> plain(std::string_view signs) {
        const auto taken = takeAny();
        understood_ = understood_ && signs.find(taken) == std::string_view::npos;
        return {static_cast<Symbol>(taken)};
    }

    /// Behind its opening bracket.
    Expression characterClass() {
        const bool isNegated = take('^');
        std::vector<Symbol> symbols;
        while (understood_ && !at(']')) {
            auto first = at('\\') ? escape() : plain("[^-");
            if (understood_ && take('-')) {
                const auto last = at('\\') ? escape() : plain("[]^-");
                understood_ = understood_ && first.size() == 1 && last.size() == 1 && first[0] <= last[0];
                first = understood_ ? range(static_cast<char>(first[0]), static_cast<char>(last[0])) : first;
            }
            symbols.insert(symbols.end(), first.begin(), first.end());
        }
        understood_ = understood_ && take(']') && !symbols.empty();
        std::ranges::sort(symbols);
        const auto again = std::ranges::unique(symbols);
        symbols.erase(again.begin(), again.end());
        return Expression::oneOf(isNegated ? others(symbols) : std::move(symbols));
    }

    Expression repeated(Expression part) {
        if (take('?')) {
            return Expression::repeat(std::move(part), 0, 1);
        }
        if (take('*')) {
            return Expression::repeat(std::move(part), 0, std::nullopt);
        }
        if (take('+')) {
            return Expression::repeat(std::move(part), 1, std::nullopt);
        }
        if (!take('{')) {
            return part;
        }
        const auto least = number();
        if (take('}')) {
            return Expression::repeat(std::move(part), least, least);
        }
        understood_ = understood_ && take(',');
        if (take('}')) {
            return Expression::repeat(std::move(part), least, std::nullopt);
        }
        const auto most = number();
        understood_ = understood_ && take('}') && least <= most;
        return Expression::repeat(std::move(part), least, most);
    }

    std::size_t number() {
        std::size_t value = 0;
        const auto [end, fault] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        understood_ = understood_ && fault == std::errc{} && value <= kMostRepetitions;
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return understood_ ? value : 0;
    }

    std::string_view rest_;
    bool understood_ = true;
};

} // namespace

Result<Pattern> Pattern::compile(std::string_view pattern) {
    const auto expression = Reader{pattern}.read();
    if (!expression) {
        return passOn(expression);
    }
    auto automaton = Automaton::build(*expression, kCharacters);
    if (!automaton) {
        return passOn(automaton);
    }
    return Pattern{std::move(*automaton)};
}

bool Pattern::matches(std::string_view value) const noexcept {
    auto state = Automaton::kStart;
    for (const auto character : value) {
        if (static_cast<unsigned char>(character) >= kCharacters) {
            return false;
        }
        state = automaton_.next(state, static_cast<Symbol>(character));
        if (state == Automaton::kRefused) {
            return false;
        }
    }
    return automaton_.mayEnd(state);
}

} // namespace ncp::xml::grammar
