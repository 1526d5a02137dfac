#include "base/identifiers.hpp"

#include <algorithm>

namespace ncp {
namespace {

constexpr std::string_view kOidUrn = "urn:oid:";
constexpr std::size_t kLongestOid = 128;
constexpr std::size_t kLongestExtension = 128;

bool isDigit(char c) noexcept {
    return c >= '0' && c <= '9';
}
bool isUpper(char c) noexcept {
    return c >= 'A' && c <= 'Z';
}
bool isLower(char c) noexcept {
    return c >= 'a' && c <= 'z';
}

bool forbiddenInExtension(char c) noexcept {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '^' || c == '&' || c == '\'' || c == '"';
}

} // namespace

bool OidTag::valid(std::string_view text) noexcept {
    if (text.empty() || text.size() > kLongestOid) {
        return false;
    }
    std::size_t arcs = 0;
    std::size_t start = 0;
    while (start <= text.size()) {
        const auto end = std::min(text.find('.', start), text.size());
        const auto arc = text.substr(start, end - start);
        if (arc.empty() || !std::ranges::all_of(arc, isDigit) || (arc.size() > 1 && arc.front() == '0')) {
            return false;
        }
        ++arcs;
        start = end + 1;
    }
    return arcs >= 2 && text.front() <= '2';
}

bool CountryCodeTag::valid(std::string_view text) noexcept {
    return text.size() == 2 && std::ranges::all_of(text, isUpper);
}

bool MessageIdTag::valid(std::string_view text) noexcept {
    return !text.empty() && text.size() <= 256 &&
           std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7F; });
}

bool CorrelationIdTag::valid(std::string_view text) noexcept {
    return text.size() >= 8 && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
               return isDigit(c) || isUpper(c) || isLower(c) || c == '-' || c == '_';
           });
}

bool LanguageTag::valid(std::string_view text) noexcept {
    const auto dash = text.find('-');
    const auto language = text.substr(0, dash);
    if (language.size() < 2 || language.size() > 3 || !std::ranges::all_of(language, isLower)) {
        return false;
    }
    if (dash == std::string_view::npos) {
        return true;
    }
    const auto region = text.substr(dash + 1);
    return region.size() == 2 && std::ranges::all_of(region, isUpper);
}

Result<HomeCommunityId> parseHomeCommunityId(std::string_view text) {
    if (text.starts_with(kOidUrn)) {
        text.remove_prefix(kOidUrn.size());
    }
    return HomeCommunityId::parse(text);
}

std::string urn(const HomeCommunityId& community) {
    return std::string{kOidUrn} + community.str();
}

Result<PatientId> PatientId::make(std::string_view root, std::string_view extension) {
    auto oid = Oid::parse(root);
    if (!oid) {
        return fail(ErrorCode::MalformedMessage, "patient identifier: root is not an OID");
    }
    if (extension.empty() || extension.size() > kLongestExtension ||
        std::ranges::any_of(extension, forbiddenInExtension)) {
        return fail(ErrorCode::MalformedMessage, "patient identifier: malformed extension");
    }
    return PatientId{std::move(*oid), std::string{extension}};
}

Result<PatientId> PatientId::parseCx(std::string_view text) {
    constexpr std::string_view separator = "^^^&";
    constexpr std::string_view ending = "&ISO";
    if (text.size() >= 2 && text.front() == '\'' && text.back() == '\'') {
        text = text.substr(1, text.size() - 2);
    }
    const auto split = text.find(separator);
    if (split == std::string_view::npos || !text.ends_with(ending)) {
        return fail(ErrorCode::MalformedMessage, "patient identifier: not of the form ext^^^&root&ISO");
    }
    const auto rootStart = split + separator.size();
    if (rootStart + ending.size() > text.size()) {
        return fail(ErrorCode::MalformedMessage, "patient identifier: not of the form ext^^^&root&ISO");
    }
    return make(text.substr(rootStart, text.size() - ending.size() - rootStart), text.substr(0, split));
}

std::string PatientId::revealCx() const {
    return revealExtension() + "^^^&" + root_.str() + "&ISO";
}

} // namespace ncp
