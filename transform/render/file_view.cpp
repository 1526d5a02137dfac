#include "base/base64.hpp"
#include "base/xml/intake.hpp"
#include "transform/cda/embedded_file.hpp"
#include "transform/render/view_builder.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ncp::transform::render {

namespace {

using namespace std::string_view_literals;

struct Signature {
    std::string_view mediaType;
    std::string_view begin;
    FileKind kind;
};

/// How files of these types begin (PNG 5.2, ITU-T T.81 B.1.1.3, GIF89a 17).
constexpr std::array kSignatures{
    Signature{"image/png", "\x89PNG\r\n\x1a\n"sv, FileKind::Image},
    Signature{"image/jpeg", "\xff\xd8\xff"sv, FileKind::Image},
    Signature{"image/gif", "GIF87a"sv, FileKind::Image},
    Signature{"image/gif", "GIF89a"sv, FileKind::Image},
};

std::string bareType(std::string_view stated) {
    std::string type;
    for (const char c : stated.substr(0, stated.find(';'))) {
        if (c != ' ') {
            type += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        }
    }
    return type == "image/jpg" || type == "image/pjpeg" ? "image/jpeg" : type;
}

/// The type that the bytes themselves tell; empty where they tell none.
Signature recognize(std::string_view bytes) {
    for (const Signature& known : kSignatures) {
        if (bytes.starts_with(known.begin)) {
            return known;
        }
    }
    // ISO 32000 lets the header stand anywhere in the first 1024 bytes.
    return bytes.substr(0, 1024).find("%PDF-") == std::string_view::npos
               ? Signature{"", "", FileKind::Withheld}
               : Signature{"application/pdf", "", FileKind::Pdf};
}

/// By reference: the reason may still name what the view holds.
FileView withheld(FileView&& view, std::string reason) {
    view.kind = FileKind::Withheld;
    view.reason = std::move(reason);
    return std::move(view);
}

FileView textFile(FileView view, std::string_view text) {
    view.kind = FileKind::Text;
    for (const char c : text) {
        if (c == '\n' || c == '\t' || static_cast<unsigned char>(c) >= 0x20) {
            view.text += c;
        }
    }
    return view;
}

} // namespace

std::string sizeWords(std::size_t bytes, const Wording& wording) {
    if (bytes < 1024) {
        return std::to_string(bytes) + "\u00a0B";
    }
    if (bytes < 1024 * 1024) {
        return std::to_string((bytes + 512) / 1024) + "\u00a0kB";
    }
    const std::size_t tenths = (bytes * 10 + 512 * 1024) / (1024 * 1024);
    return wording.number(std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10)) + "\u00a0MB";
}

FileView describeFile(const cda::Media& media, std::string name, const Wording& wording) {
    FileView view;
    view.name = std::move(name);
    const std::string stated = bareType(media.mediaType);
    view.mediaType = stated.empty() ? wording.text("file.type_unknown") : stated;
    const bool plain = stated.empty() || stated == "text/plain";
    if (!media.base64) {
        const bool blank = media.content.find_first_not_of(" \t\r\n") == std::string::npos;
        if (blank) {
            return withheld(std::move(view), media.reference.empty() ? wording.text("file.withheld.empty")
                                                                     : wording.text("file.withheld.elsewhere",
                                                                                    {media.reference}));
        }
        view.size = sizeWords(media.content.size(), wording);
        // Without base64 the content is text by the schema, whatever it is called; only plain text is reading
        // matter.
        return plain ? textFile(std::move(view), media.content)
                     : withheld(std::move(view), wording.text("file.withheld.type", {view.mediaType}));
    }
    auto bytes = base64Decode(media.content);
    if (!bytes) {
        view.size = sizeWords(media.content.size(), wording);
        return withheld(std::move(view), wording.text("file.withheld.damaged"));
    }
    view.size = sizeWords(bytes->size(), wording);
    const Signature found = recognize(*bytes);
    if (found.kind == FileKind::Withheld) {
        if (stated == "text/plain" && xml::isUtf8(*bytes)) {
            return textFile(std::move(view), *bytes);
        }
        const bool shown = plain || stated == "application/pdf" ||
                           std::ranges::find(kSignatures, stated, &Signature::mediaType) != kSignatures.end();
        return withheld(std::move(view), bytes->empty() ? wording.text("file.withheld.empty")
                                         : shown ? wording.text("file.withheld.mismatch", {view.mediaType})
                                                 : wording.text("file.withheld.type", {view.mediaType}));
    }
    if (!stated.empty() && stated != found.mediaType) {
        return withheld(std::move(view), wording.text("file.withheld.mismatch", {view.mediaType}));
    }
    view.kind = found.kind;
    view.mediaType = found.mediaType;
    view.base64 = base64Encode(*bytes);
    view.active = found.kind == FileKind::Pdf && cda::isActivePdf(*bytes);
    return view.active ? withheld(std::move(view), wording.text("file.withheld.active")) : view;
}

} // namespace ncp::transform::render
