#pragma once

#include "base/result.hpp"
#include "base/xml/document.hpp"

#include <string>
#include <string_view>

namespace ncp::consultation {

inline constexpr std::string_view kPdfMediaType = "application/pdf";

/// The file that a document of level 1 or an original clinical document carries.
struct AttachedFile {
    std::string_view
        mediaType; ///< application/pdf, image/png or image/jpeg: by its content, not by its label
    std::string bytes;
};

/// Whether the body of a document is a file rather than sections.
bool hasAttachedFile(const xml::Document& document);

/// InputRefused when the document carries no file, or none of these three: nothing else is handed to a
/// browser.
Result<AttachedFile> attachedFile(const xml::Document& document);

} // namespace ncp::consultation
