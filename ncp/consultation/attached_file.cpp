#include "ncp/consultation/attached_file.hpp"

#include "transform/cda/element.hpp"
#include "transform/cda/embedded_file.hpp"

#include <utility>

namespace ncp::consultation {
namespace {

constexpr std::string_view kPngSignature{"\x89PNG\r\n\x1A\n", 8};
constexpr std::string_view kJpegStart{"\xFF\xD8\xFF", 3};
/// ISO 32000 lets the header of a PDF stand anywhere in its first kilobyte.
constexpr std::size_t kPdfHeaderRange = 1024;

/// Empty for what is none of the three.
std::string_view mediaTypeOf(std::string_view bytes) {
    if (bytes.starts_with(kPngSignature)) {
        return "image/png";
    }
    if (bytes.starts_with(kJpegStart)) {
        return "image/jpeg";
    }
    const bool pdf = bytes.substr(0, kPdfHeaderRange).find("%PDF-") != std::string_view::npos;
    return pdf ? kPdfMediaType : std::string_view{};
}

} // namespace

bool hasAttachedFile(const xml::Document& document) {
    return transform::cda::path(document.root(), {"component", "nonXMLBody", "text"}).has_value();
}

Result<AttachedFile> attachedFile(const xml::Document& document) {
    auto file = transform::cda::extractFile(document);
    if (!file) {
        return passOn(file);
    }
    const auto mediaType = mediaTypeOf(file->bytes);
    if (mediaType.empty()) {
        return fail(ErrorCode::InputRefused, "the file in the document is neither PDF nor PNG nor JPEG");
    }
    return AttachedFile{mediaType, std::move(file->bytes)};
}

} // namespace ncp::consultation
