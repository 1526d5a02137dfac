#include "base/base64.hpp"
#include "ncp/soap/content_type.hpp"
#include "ncp/soap/mtom.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

namespace ncp::soap {
namespace {

constexpr std::string_view kSoap = "application/soap+xml";
constexpr std::string_view kXop = "application/xop+xml";
constexpr std::string_view kMultipart = "multipart/related";
constexpr std::size_t kMostParts = 128;
constexpr std::size_t kLongestPartHeader = std::size_t{16} * 1024;
constexpr std::size_t kLongestBoundary = 70; // RFC 2046 5.1.1

tl::unexpected<Error> broken(std::string_view what) {
    return fail(ErrorCode::MalformedMessage, std::string{"multipart: "} + std::string{what});
}

using Fields = std::map<std::string, std::string, std::less<>>;

/// A part as it lies in the message body.
struct Part {
    Fields fields; ///< by lower-case name
    std::string_view content;
};

std::string_view fieldOf(const Part& part, std::string_view name) {
    const auto found = part.fields.find(name);
    return found == part.fields.end() ? std::string_view{} : std::string_view{found->second};
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r";
    const auto first = text.find_first_not_of(blanks);
    return first == std::string_view::npos ? std::string_view{}
                                           : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string_view withoutAngleBrackets(std::string_view id) {
    return id.size() >= 2 && id.front() == '<' && id.back() == '>' ? id.substr(1, id.size() - 2) : id;
}

/// Takes one line off the front, without its CRLF or LF; nothing when no line end is left.
std::optional<std::string_view> takeLine(std::string_view& text) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

Result<Fields> takeFields(std::string_view& text) {
    Fields fields;
    auto last = fields.end();
    std::size_t taken = 0;
    while (true) {
        const auto line = takeLine(text);
        if (!line) {
            return broken("the header of a part does not end");
        }
        taken += line->size() + 1;
        if (taken > kLongestPartHeader) {
            return broken("the header of a part is too long");
        }
        if (line->empty()) {
            return fields;
        }
        const bool folded = line->front() == ' ' || line->front() == '\t';
        const auto colon = line->find(':');
        if (folded && last != fields.end()) {
            last->second.append(last->second.empty() ? "" : " ").append(trimmed(*line));
            continue;
        }
        if (folded || colon == std::string_view::npos || colon == 0) {
            return broken("malformed header field");
        }
        bool isNew = false;
        std::tie(last, isNew) =
            fields.emplace(lowerCase(trimmed(line->substr(0, colon))), trimmed(line->substr(colon + 1)));
        if (!isNew) {
            return broken("a header field stands twice");
        }
    }
}

/// Where a delimiter line was found: the content before it ends at `contentEnd`, the next part begins at
/// `next`; `closing` for the last one.
struct Delimiter {
    std::size_t contentEnd = 0;
    std::size_t next = 0;
    bool closing = false;
};

/// The next line from `from` on that is the delimiter. `marker` is `--boundary`; a longer line that only
/// begins like it is content.
std::optional<Delimiter> findDelimiter(std::string_view body, std::string_view marker, std::size_t from) {
    for (auto at = body.find(marker, from); at != std::string_view::npos; at = body.find(marker, at + 1)) {
        if (at != 0 && body[at - 1] != '\n') {
            continue;
        }
        const auto after = body.substr(at + marker.size());
        const bool closing = after.starts_with("--");
        const auto lineEnd = after.find('\n');
        const auto rest = trimmed(after.substr(closing ? 2 : 0, lineEnd - (closing ? 2 : 0)));
        if (!rest.empty() || (lineEnd == std::string_view::npos && !closing)) {
            continue;
        }
        auto contentEnd = at == 0 ? 0 : at - 1;
        contentEnd -= contentEnd > from && body[contentEnd - 1] == '\r' ? 1U : 0U;
        const auto next = lineEnd == std::string_view::npos ? body.size() : at + marker.size() + lineEnd + 1;
        return Delimiter{contentEnd, next, closing};
    }
    return std::nullopt;
}

Result<std::vector<Part>> split(std::string_view body, std::string_view boundary) {
    const auto marker = "--" + std::string{boundary};
    auto delimiter = findDelimiter(body, marker, 0);
    std::vector<Part> parts;
    while (delimiter && !delimiter->closing) {
        if (parts.size() == kMostParts) {
            return broken("more than 128 parts");
        }
        const auto start = delimiter->next;
        delimiter = findDelimiter(body, marker, start);
        if (!delimiter || delimiter->contentEnd < start) {
            return broken("a part does not end");
        }
        // The line end before the delimiter belongs to it, except where it also ends an empty header.
        auto text = body.substr(start, delimiter->contentEnd - start);
        auto withLineEnd = body.substr(start, delimiter->contentEnd - start + 2);
        auto fields = takeFields(withLineEnd);
        if (!fields) {
            return passOn(fields);
        }
        const auto headerSize = static_cast<std::size_t>(withLineEnd.data() - body.data()) - start;
        text.remove_prefix(std::min(headerSize, text.size()));
        parts.push_back({std::move(*fields), text});
    }
    if (!delimiter || parts.empty()) {
        return broken("no parts, or the closing delimiter is missing");
    }
    return parts;
}

/// The content with its transfer encoding resolved (RFC 2045 6).
Result<std::string> decoded(const Part& part) {
    const auto encoding = lowerCase(fieldOf(part, "content-transfer-encoding"));
    if (encoding.empty() || encoding == "binary" || encoding == "8bit" || encoding == "7bit") {
        return std::string{part.content};
    }
    if (encoding == "base64") {
        auto bytes = base64Decode(part.content);
        if (!bytes) {
            return broken("a part is not base64");
        }
        return bytes;
    }
    return broken("transfer encoding not supported");
}

bool isUtf8Charset(const ContentType& type) {
    const auto charset = lowerCase(type.parameter("charset"));
    return charset.empty() || charset == "utf-8";
}

Result<ContentType> rootType(const Part& root) {
    auto type = parseContentType(fieldOf(root, "content-type"));
    if (!type || type->type != kXop || !isUtf8Charset(*type)) {
        return broken("the root part is not application/xop+xml in UTF-8");
    }
    const auto inner = parseContentType(type->parameter("type"));
    if (!type->parameter("type").empty() && (!inner || inner->type != kSoap)) {
        return broken("the root part does not hold SOAP 1.2");
    }
    return type;
}

Result<std::size_t> rootIndex(const std::vector<Part>& parts, std::string_view start) {
    if (start.empty()) {
        return std::size_t{0};
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (withoutAngleBrackets(fieldOf(parts[i], "content-id")) == withoutAngleBrackets(start)) {
            return i;
        }
    }
    return broken("the root part is missing");
}

Result<Package> assemble(const std::vector<Part>& parts, const ContentType& outer) {
    const auto root = rootIndex(parts, outer.parameter("start"));
    if (!root) {
        return passOn(root);
    }
    const auto type = rootType(parts[*root]);
    if (!type) {
        return passOn(type);
    }
    auto xml = decoded(parts[*root]);
    if (!xml) {
        return passOn(xml);
    }
    Package package;
    package.xml = std::move(*xml);
    package.action =
        outer.parameter("action").empty() ? type->parameter("action") : outer.parameter("action");
    const auto rootId = withoutAngleBrackets(fieldOf(parts[*root], "content-id"));
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i == *root) {
            continue;
        }
        const auto id = withoutAngleBrackets(fieldOf(parts[i], "content-id"));
        auto bytes = decoded(parts[i]);
        if (!bytes) {
            return passOn(bytes);
        }
        if (id.empty() || id == rootId || !package.attachments.emplace(id, std::move(*bytes)).second) {
            return broken("a Content-ID is missing or stands twice");
        }
    }
    return package;
}

} // namespace

Result<Package> unpack(std::string_view contentType, std::string_view body) {
    const auto type = parseContentType(contentType);
    if (!type) {
        return passOn(type);
    }
    if (type->type == kSoap && isUtf8Charset(*type)) {
        return Package{std::string{body}, {}, std::string{type->parameter("action")}};
    }
    if (type->type != kMultipart || lowerCase(type->parameter("type")) != kXop) {
        return fail(ErrorCode::UnsupportedContentType, "neither application/soap+xml in UTF-8 nor MTOM");
    }
    const auto boundary = type->parameter("boundary");
    if (boundary.empty() || boundary.size() > kLongestBoundary) {
        return broken("no usable boundary");
    }
    const auto parts = split(body, boundary);
    if (!parts) {
        return passOn(parts);
    }
    return assemble(*parts, *type);
}

} // namespace ncp::soap
