#include "ncp/portal/multipart.hpp"

#include "base/xml/intake.hpp"

#include <algorithm>
#include <utility>

namespace ncp::portal {
namespace {

constexpr std::size_t kPartLimit = 8;
constexpr std::size_t kHeaderLimit = 1024;
constexpr std::size_t kFieldLimit = std::size_t{4} * 1024;
constexpr std::size_t kBoundaryLimit = 70;
constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kFileField = "file";

struct Part {
    std::string name;
    bool isFile = false;
    std::string_view content;
};

std::string lowerCase(std::string_view text) {
    std::string lower{text};
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return lower;
}

/// Value of a parameter of a header field; nothing where it is absent or its quotation does not end.
std::optional<std::string> parameter(std::string_view field, std::string_view name) {
    const std::string wanted = "; " + std::string{name} + "=";
    const auto at = lowerCase(field).find(wanted);
    if (at == std::string::npos) {
        return std::nullopt;
    }
    const auto value = field.substr(at + wanted.size());
    if (!value.starts_with('"')) {
        return std::string{value.substr(0, value.find(';'))};
    }
    const auto end = value.find('"', 1);
    return end == std::string_view::npos ? std::nullopt
                                         : std::optional{std::string{value.substr(1, end - 1)}};
}

bool isBoundary(std::string_view text) {
    static constexpr std::string_view kSigns = "'()+_,-./:=?";
    return !text.empty() && text.size() <= kBoundaryLimit && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               kSigns.find(c) != std::string_view::npos;
    });
}

/// One part from its first header to the end of its content.
Result<Part> parsePart(std::string_view text) {
    const auto end = text.substr(0, kHeaderLimit).find("\r\n\r\n");
    if (end == std::string_view::npos) {
        return fail(ErrorCode::InputRefused, "a part of the form without headers");
    }
    auto headers = text.substr(0, end);
    Part part{{}, false, text.substr(end + 4)};
    while (!headers.empty()) {
        const auto line = headers.substr(0, headers.find(kLineEnd));
        headers.remove_prefix(std::min(headers.size(), line.size() + kLineEnd.size()));
        if (lowerCase(line).starts_with("content-disposition: form-data")) {
            part.name = parameter(line, "name").value_or("");
            part.isFile = parameter(line, "filename").has_value();
        }
    }
    if (part.name.empty()) {
        return fail(ErrorCode::InputRefused, "a part of the form without a name");
    }
    return part;
}

/// Puts a part where it belongs.
Result<void> accept(const Part& part, FileForm& form, bool& hasFile) {
    if (part.isFile) {
        if (part.name != kFileField || std::exchange(hasFile, true)) {
            return fail(ErrorCode::InputRefused, "a file that was not asked for");
        }
        if (part.content.size() > kDroppedFileLimit) {
            return fail(ErrorCode::BodyTooLarge, "file over the limit");
        }
        form.file = part.content;
        return {};
    }
    const bool sound = part.content.size() <= kFieldLimit && xml::isUtf8(part.content);
    if (!sound || !form.fields.emplace(part.name, part.content).second) {
        return fail(ErrorCode::InputRefused, "a field that is too long, no text, or there twice");
    }
    return {};
}

} // namespace

Result<FileForm> parseFileForm(std::string_view contentType, std::string_view body) {
    const auto boundary = parameter(contentType, "boundary");
    if (!lowerCase(contentType).starts_with("multipart/form-data;") || !boundary || !isBoundary(*boundary)) {
        return fail(ErrorCode::UnsupportedContentType, "no form with a file");
    }
    if (body.size() > kDroppedFileLimit + kFormOverhead) {
        return fail(ErrorCode::BodyTooLarge, "form over the limit");
    }
    const std::string border = "\r\n--" + *boundary;
    if (!body.starts_with(std::string_view{border}.substr(kLineEnd.size()))) {
        return fail(ErrorCode::InputRefused, "the form does not begin with its boundary");
    }
    body.remove_prefix(border.size() - kLineEnd.size());
    FileForm form;
    bool hasFile = false;
    for (std::size_t parts = 0; body.starts_with(kLineEnd); ++parts) {
        body.remove_prefix(kLineEnd.size());
        const auto end = body.find(border);
        if (end == std::string_view::npos || parts == kPartLimit) {
            return fail(ErrorCode::InputRefused, "the form does not end, or has too many parts");
        }
        const auto part = parsePart(body.substr(0, end));
        if (!part) {
            return passOn(part);
        }
        if (const auto accepted = accept(*part, form, hasFile); !accepted) {
            return passOn(accepted);
        }
        body.remove_prefix(end + border.size());
    }
    if (!body.starts_with("--")) {
        return fail(ErrorCode::InputRefused, "the form does not end");
    }
    return form;
}

} // namespace ncp::portal
