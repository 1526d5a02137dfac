#include "transform/terminology/import/fsh_tokens.hpp"

#include <algorithm>

namespace ncp::transform::terminology::import {
namespace {

bool isSpace(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

class Tokenizer {
  public:
    explicit Tokenizer(std::string_view text) noexcept : rest_(text) {}

    Result<std::vector<FshToken>> run() {
        std::vector<FshToken> tokens;
        while (skipSpace()) {
            if (rest_.starts_with("//")) {
                skip(std::min(rest_.find('\n'), rest_.size()));
                continue;
            }
            if (rest_.starts_with("/*")) {
                if (!skipPast("*/")) {
                    return unended("comment");
                }
                continue;
            }
            FshToken token{{}, line_, rest_.front() == '"', first_};
            first_ = false;
            if (!(token.isString ? readString(token.text) : readWord(token.text))) {
                return fail(ErrorCode::InputRefused,
                            "line " + std::to_string(token.line) + ": a string doesn't end");
            }
            tokens.push_back(std::move(token));
        }
        return tokens;
    }

  private:
    void skip(std::size_t count) {
        line_ += static_cast<std::size_t>(std::ranges::count(rest_.substr(0, count), '\n'));
        rest_.remove_prefix(count);
    }

    /// False at the end.
    bool skipSpace() {
        while (!rest_.empty() && isSpace(rest_.front())) {
            first_ = first_ || rest_.front() == '\n';
            skip(1);
        }
        return !rest_.empty();
    }

    bool skipPast(std::string_view end) {
        const auto at = rest_.find(end, 2);
        if (at == std::string_view::npos) {
            return false;
        }
        skip(at + end.size());
        return true;
    }

    tl::unexpected<Error> unended(std::string_view what) const {
        return fail(ErrorCode::InputRefused,
                    "line " + std::to_string(line_) + ": a " + std::string{what} + " doesn't end");
    }

    bool readString(std::string& out) {
        constexpr std::string_view kTriple = "\"\"\"";
        if (rest_.starts_with(kTriple)) {
            const auto end = rest_.find(kTriple, kTriple.size());
            if (end == std::string_view::npos) {
                return false;
            }
            out = rest_.substr(kTriple.size(), end - kTriple.size());
            skip(end + kTriple.size());
            return true;
        }
        return readQuoted(out);
    }

    bool readQuoted(std::string& out) {
        std::size_t at = 1;
        for (; at < rest_.size() && rest_[at] != '"'; ++at) {
            if (rest_[at] != '\\' || at + 1 == rest_.size()) {
                out += rest_[at];
                continue;
            }
            ++at;
            const char escaped = rest_[at];
            out += escaped == 'n' || escaped == 'r' || escaped == 't' ? ' ' : escaped;
        }
        if (at >= rest_.size()) {
            return false;
        }
        skip(at + 1);
        return true;
    }

    /// A word ends at white space, but not inside the quotes of a code.
    bool readWord(std::string& out) {
        std::size_t at = 0;
        bool quoted = false;
        for (; at < rest_.size() && (quoted || !isSpace(rest_[at])); ++at) {
            if (quoted && rest_[at] == '\\' && at + 1 < rest_.size()) {
                ++at;
            } else if (rest_[at] == '"' && (quoted || (at > 0 && rest_[at - 1] == '#'))) {
                quoted = !quoted;
            }
        }
        if (quoted) {
            return false;
        }
        out = rest_.substr(0, at);
        skip(at);
        return true;
    }

    std::string_view rest_;
    std::size_t line_ = 1;
    bool first_ = true;
};

} // namespace

Result<std::vector<FshToken>> tokenizeFsh(std::string_view text) {
    return Tokenizer{text}.run();
}

} // namespace ncp::transform::terminology::import
