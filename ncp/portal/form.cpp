#include "ncp/portal/form.hpp"

#include "base/xml/intake.hpp"

#include <optional>

namespace ncp::portal {
namespace {

constexpr std::size_t kBodyLimit = std::size_t{64} * 1024;
constexpr std::size_t kFieldLimit = 64;

int hexDigit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::optional<std::string> decode(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            decoded.push_back(' ');
        } else if (text[i] == '%') {
            const int high = i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
            const int low = high < 0 ? -1 : hexDigit(text[i + 2]);
            if (low < 0) {
                return std::nullopt;
            }
            decoded.push_back(static_cast<char>(high * 16 + low));
            i += 2;
        } else {
            decoded.push_back(text[i]);
        }
    }
    return xml::isUtf8(decoded) ? std::optional{std::move(decoded)} : std::nullopt;
}

} // namespace

Result<Form> parseForm(std::string_view body) {
    if (body.size() > kBodyLimit) {
        return fail(ErrorCode::BodyTooLarge, "form over the limit");
    }
    Form form;
    while (!body.empty()) {
        const auto pair = body.substr(0, body.find('&'));
        body.remove_prefix(std::min(body.size(), pair.size() + 1));
        const auto equals = std::min(pair.find('='), pair.size());
        auto name = decode(pair.substr(0, equals));
        auto value = decode(pair.substr(std::min(pair.size(), equals + 1)));
        if (!name || !value || name->empty()) {
            return fail(ErrorCode::InputRefused, "malformed form");
        }
        if (form.size() == kFieldLimit || !form.emplace(std::move(*name), std::move(*value)).second) {
            return fail(ErrorCode::InputRefused, "too many fields, or one of them twice");
        }
    }
    return form;
}

std::string_view fieldOf(const Form& form, std::string_view name) noexcept {
    const auto found = form.find(name);
    return found == form.end() ? std::string_view{} : std::string_view{found->second};
}

std::string_view cookieOf(std::string_view header, std::string_view name) noexcept {
    while (!header.empty()) {
        auto pair = header.substr(0, header.find(';'));
        header.remove_prefix(std::min(header.size(), pair.size() + 1));
        pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
            return pair.substr(name.size() + 1);
        }
    }
    return {};
}

} // namespace ncp::portal
