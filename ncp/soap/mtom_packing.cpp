#include "ncp/soap/mtom.hpp"

#include <optional>

namespace ncp::soap {
namespace {

constexpr std::string_view kRootContentId = "root.message@ncp";
constexpr std::string_view kScheme = "cid:";

bool isUnreserved(char c) noexcept {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    return letter || digit || std::string_view{"-._~@:+$"}.find(c) != std::string_view::npos;
}

std::optional<unsigned> hexDigit(char c) noexcept {
    if (c >= '0' && c <= '9') {
        return static_cast<unsigned>(c - '0');
    }
    if (c >= 'a' && c <= 'f') {
        return static_cast<unsigned>(c - 'a') + 10U;
    }
    if (c >= 'A' && c <= 'F') {
        return static_cast<unsigned>(c - 'A') + 10U;
    }
    return std::nullopt;
}

/// A value inside a quoted string (RFC 9110 5.6.4).
std::string quoted(std::string_view value) {
    std::string text{"\""};
    for (const char c : value) {
        if (c == '"' || c == '\\') {
            text.push_back('\\');
        }
        text.push_back(c);
    }
    text.push_back('"');
    return text;
}

} // namespace

Packed pack(std::string_view xml, std::string_view contentId, std::string_view attachment,
            std::string_view boundary, std::string_view action) {
    const OutgoingPart only{contentId, attachment};
    return pack(xml, std::span{&only, 1}, boundary, action);
}

Packed pack(std::string_view xml, std::span<const OutgoingPart> parts, std::string_view boundary,
            std::string_view action) {
    const auto delimiter = "--" + std::string{boundary};
    std::size_t size = xml.size() + 1024;
    for (const auto& part : parts) {
        size += part.bytes.size() + 512;
    }
    std::string body;
    body.reserve(size);
    body.append(delimiter)
        .append("\r\nContent-Type: application/xop+xml; charset=UTF-8; type=\"application/soap+xml\"")
        .append("\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <")
        .append(kRootContentId)
        .append(">\r\n\r\n")
        .append(xml)
        .append("\r\n");
    for (const auto& part : parts) {
        body.append(delimiter)
            .append("\r\nContent-Type: text/xml;charset=UTF-8\r\nContent-Transfer-Encoding: binary")
            .append("\r\nContent-ID: <")
            .append(part.contentId)
            .append(">\r\n\r\n")
            .append(part.bytes)
            .append("\r\n");
    }
    body.append(delimiter).append("--\r\n");
    std::string contentType{"multipart/related; type=\"application/xop+xml\"; boundary="};
    contentType.append(quoted(boundary))
        .append("; start=\"<")
        .append(kRootContentId)
        .append(">\"; start-info=\"application/soap+xml\"");
    if (!action.empty()) {
        contentType.append("; action=").append(quoted(action));
    }
    return {std::move(contentType), std::move(body)};
}

std::string hrefOfContentId(std::string_view contentId) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string href{kScheme};
    for (const char c : contentId) {
        if (isUnreserved(c)) {
            href.push_back(c);
        } else {
            const auto byte = static_cast<unsigned char>(c);
            href.push_back('%');
            href.push_back(digits[byte >> 4U]);
            href.push_back(digits[byte & 0x0FU]);
        }
    }
    return href;
}

Result<std::string> contentIdOfHref(std::string_view href) {
    if (!href.starts_with(kScheme)) {
        return fail(ErrorCode::MalformedMessage, "an attachment is not addressed by a cid URL");
    }
    href.remove_prefix(kScheme.size());
    std::string id;
    for (std::size_t i = 0; i < href.size(); ++i) {
        if (href[i] != '%') {
            id.push_back(href[i]);
            continue;
        }
        const auto high = i + 2 < href.size() ? hexDigit(href[i + 1]) : std::nullopt;
        const auto low = high ? hexDigit(href[i + 2]) : std::nullopt;
        if (!low) {
            return fail(ErrorCode::MalformedMessage, "a cid URL is not percent-encoded correctly");
        }
        id.push_back(static_cast<char>(*high * 16U + *low));
        i += 2;
    }
    if (id.empty()) {
        return fail(ErrorCode::MalformedMessage, "a cid URL names no attachment");
    }
    return id;
}

} // namespace ncp::soap
