#include "ncp/soap/content_type.hpp"

#include <algorithm>
#include <optional>

namespace ncp::soap {
namespace {

constexpr std::size_t kLongestField = 4096;

bool isTokenCharacter(char c) noexcept {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    return letter || digit || std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}

/// What senders leave unquoted although the grammar wants quotes: `type=application/xop+xml`.
bool isUnquotedValueCharacter(char c) noexcept {
    return isTokenCharacter(c) || std::string_view{"/:<>@=?"}.find(c) != std::string_view::npos;
}

class Scanner {
  public:
    explicit Scanner(std::string_view text) noexcept : rest_(text) {}

    bool atEnd() const noexcept { return rest_.empty(); }

    void skipBlanks() noexcept {
        const auto end = std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size());
        rest_.remove_prefix(end);
    }

    bool take(char c) noexcept {
        if (rest_.empty() || rest_.front() != c) {
            return false;
        }
        rest_.remove_prefix(1);
        return true;
    }

    template <class Predicate>
    std::string_view takeWhile(Predicate accepted) noexcept {
        const auto end = static_cast<std::size_t>(std::ranges::find_if_not(rest_, accepted) - rest_.begin());
        const auto taken = rest_.substr(0, end);
        rest_.remove_prefix(end);
        return taken;
    }

    /// The rest of a quoted string whose opening quote was taken.
    std::optional<std::string> takeQuoted() {
        std::string value;
        while (!rest_.empty()) {
            const char c = rest_.front();
            rest_.remove_prefix(1);
            if (c == '"') {
                return value;
            }
            if (c == '\\' && !rest_.empty()) {
                value.push_back(rest_.front());
                rest_.remove_prefix(1);
            } else {
                value.push_back(c);
            }
        }
        return std::nullopt;
    }

  private:
    std::string_view rest_;
};

tl::unexpected<Error> unreadable(std::string_view what) {
    return fail(ErrorCode::UnsupportedContentType, std::string{"content type: "} + std::string{what});
}

Result<void> takeParameter(Scanner& scanner, ContentType& into) {
    auto name = lowerCase(scanner.takeWhile(isTokenCharacter));
    scanner.skipBlanks();
    if (name.empty() || !scanner.take('=')) {
        return unreadable("malformed parameter");
    }
    scanner.skipBlanks();
    std::string value;
    if (scanner.take('"')) {
        auto quoted = scanner.takeQuoted();
        if (!quoted) {
            return unreadable("a quote is not closed");
        }
        value = std::move(*quoted);
    } else {
        value = scanner.takeWhile(isUnquotedValueCharacter);
        if (value.empty()) {
            return unreadable("a parameter without value");
        }
    }
    if (!into.parameters.emplace(std::move(name), std::move(value)).second) {
        return unreadable("a parameter stands twice");
    }
    return {};
}

} // namespace

std::string_view ContentType::parameter(std::string_view name) const noexcept {
    const auto found = parameters.find(name);
    return found == parameters.end() ? std::string_view{} : std::string_view{found->second};
}

std::string lowerCase(std::string_view text) {
    std::string lower{text};
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return lower;
}

Result<ContentType> parseContentType(std::string_view text) {
    if (text.size() > kLongestField) {
        return unreadable("too long");
    }
    Scanner scanner{text};
    scanner.skipBlanks();
    const auto type = scanner.takeWhile(isTokenCharacter);
    const bool slash = scanner.take('/');
    const auto subtype = scanner.takeWhile(isTokenCharacter);
    if (type.empty() || !slash || subtype.empty()) {
        return unreadable("not of the form type/subtype");
    }
    ContentType parsed{lowerCase(type) + "/" + lowerCase(subtype), {}};
    scanner.skipBlanks();
    while (!scanner.atEnd()) {
        if (!scanner.take(';')) {
            return unreadable("malformed parameter");
        }
        scanner.skipBlanks();
        if (scanner.atEnd()) {
            break;
        }
        if (auto parameter = takeParameter(scanner, parsed); !parameter) {
            return passOn(parameter);
        }
        scanner.skipBlanks();
    }
    return parsed;
}

} // namespace ncp::soap
