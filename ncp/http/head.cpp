#include "ncp/http/head.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace ncp::http {
namespace {

constexpr std::string_view kSeparatorsOfTokens = "()<>@,;:\\\"/[]?={}";
constexpr std::array<std::string_view, 3> kOnceOnly{"content-length", "host", "transfer-encoding"};

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isTokenCharacter(char c) noexcept {
    return c > ' ' && c < '\x7f' && kSeparatorsOfTokens.find(c) == std::string_view::npos;
}

bool isToken(std::string_view text) noexcept {
    return !text.empty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

std::string_view trim(std::string_view text) noexcept {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Takes the next line off the front; lines end with CR LF.
std::optional<std::string_view> takeLine(std::string_view& rest) noexcept {
    const auto end = rest.find("\r\n");
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    const auto line = rest.substr(0, end);
    rest.remove_prefix(end + 2);
    return line;
}

tl::expected<Headers, HeadFault> parseFields(std::string_view rest) {
    Headers headers;
    std::size_t count = 0;
    for (auto line = takeLine(rest); line && !line->empty(); line = takeLine(rest)) {
        if (++count > kFieldLimit) {
            return tl::unexpected{HeadFault::TooManyFields};
        }
        const auto colon = line->find(':');
        if (colon == std::string_view::npos || !isToken(line->substr(0, colon))) {
            return tl::unexpected{HeadFault::Malformed};
        }
        const auto value = trim(line->substr(colon + 1));
        if (!validFieldValue(value)) {
            return tl::unexpected{HeadFault::Malformed};
        }
        const auto name = lowerCase(line->substr(0, colon));
        const auto [field, added] = headers.emplace(name, value);
        if (added) {
            continue;
        }
        if (std::find(kOnceOnly.begin(), kOnceOnly.end(), name) != kOnceOnly.end()) {
            return tl::unexpected{HeadFault::Malformed};
        }
        if (field->second != value) {
            field->second += ", " + std::string{value}; // RFC 9110, 5.3
        }
    }
    return headers;
}

/// True for 1.1, false for 1.0.
tl::expected<bool, HeadFault> parseVersion(std::string_view version) {
    if (version == "HTTP/1.1") {
        return true;
    }
    if (version == "HTTP/1.0") {
        return false;
    }
    const bool otherVersion = version.substr(0, 5) == "HTTP/" && version.size() <= 8;
    return tl::unexpected{otherVersion ? HeadFault::VersionNotSupported : HeadFault::Malformed};
}

std::optional<int> hexDigit(char c) noexcept {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char small = lower(c);
    return small >= 'a' && small <= 'f' ? std::optional{small - 'a' + 10} : std::nullopt;
}

std::optional<std::string> percentDecode(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            const auto high = i + 2 < text.size() ? hexDigit(text[i + 1]) : std::nullopt;
            const auto low = high ? hexDigit(text[i + 2]) : std::nullopt;
            if (!low) {
                return std::nullopt;
            }
            c = static_cast<char>(*high * 16 + *low);
            i += 2;
        }
        if (static_cast<unsigned char>(c) < 0x20 || c == '\x7f') {
            return std::nullopt;
        }
        decoded.push_back(c);
    }
    return decoded;
}

} // namespace

std::string_view Request::header(std::string_view lowerCaseName) const noexcept {
    const auto found = headers.find(lowerCaseName);
    return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

std::optional<std::size_t> headLength(std::string_view bytes) noexcept {
    const auto end = bytes.find("\r\n\r\n");
    return end == std::string_view::npos ? std::nullopt : std::optional{end + 4};
}

tl::expected<RequestHead, HeadFault> parseRequestHead(std::string_view head) {
    auto rest = head;
    const auto line = takeLine(rest);
    if (!line) {
        return tl::unexpected{HeadFault::Malformed};
    }
    const auto first = line->find(' ');
    const auto last = line->rfind(' ');
    if (first == std::string_view::npos || first == last) {
        return tl::unexpected{HeadFault::Malformed};
    }
    const auto method = line->substr(0, first);
    const auto target = line->substr(first + 1, last - first - 1);
    const bool plain =
        std::all_of(target.begin(), target.end(), [](char c) { return c > ' ' && c < '\x7f'; });
    if (!isToken(method) || target.empty() || !plain) {
        return tl::unexpected{HeadFault::Malformed};
    }
    const auto http11 = parseVersion(line->substr(last + 1));
    if (!http11) {
        return tl::unexpected{http11.error()};
    }
    auto headers = parseFields(rest);
    if (!headers) {
        return tl::unexpected{headers.error()};
    }
    return RequestHead{std::string{method}, std::string{target}, *http11, *std::move(headers)};
}

tl::expected<StatusHead, HeadFault> parseStatusHead(std::string_view head) {
    auto rest = head;
    const auto line = takeLine(rest);
    if (!line || line->size() < 12 || (*line)[8] != ' ' || (line->size() > 12 && (*line)[12] != ' ')) {
        return tl::unexpected{HeadFault::Malformed};
    }
    const auto http11 = parseVersion(line->substr(0, 8));
    if (!http11) {
        return tl::unexpected{http11.error()};
    }
    int status = 0;
    const auto digits = line->substr(9, 3);
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), status);
    if (fault != std::errc{} || end != digits.data() + digits.size() || status < 100) {
        return tl::unexpected{HeadFault::Malformed};
    }
    auto headers = parseFields(rest);
    if (!headers) {
        return tl::unexpected{headers.error()};
    }
    return StatusHead{status, *http11, *std::move(headers)};
}

std::optional<Target> parseTarget(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (target.substr(0, scheme.size()) == scheme) {
            const auto slash = target.find('/', scheme.size());
            target = slash == std::string_view::npos ? std::string_view{"/"} : target.substr(slash);
        }
    }
    if (target.empty() || target.front() != '/') {
        return std::nullopt;
    }
    const auto mark = target.find('?');
    auto path = percentDecode(target.substr(0, mark));
    if (!path) {
        return std::nullopt;
    }
    return Target{*std::move(path),
                  std::string{mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1)}};
}

bool hasToken(std::string_view field, std::string_view lowerCaseToken) {
    while (!field.empty()) {
        const auto comma = field.find(',');
        if (lowerCase(trim(field.substr(0, comma))) == lowerCaseToken) {
            return true;
        }
        field = comma == std::string_view::npos ? std::string_view{} : field.substr(comma + 1);
    }
    return false;
}

std::string lowerCase(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

bool validFieldValue(std::string_view value) noexcept {
    return std::none_of(value.begin(), value.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == '\x7f';
    });
}

} // namespace ncp::http
