#pragma once

#include "base/result.hpp"
#include "base/xml/document.hpp"

#include <string>

namespace ncp::transform::cda {

/// The file that a level 1 document carries.
struct EmbeddedFile {
    std::string mediaType; ///< as the document states it
    std::string bytes;
};

/// The file in nonXMLBody. InputRefused when there is none or its base64 does not hold.
Result<EmbeddedFile> extractFile(const xml::Document& document);
/// The same for a PDF. InputRefused also when the bytes are no PDF.
Result<std::string> extractPdf(const xml::Document& document);

} // namespace ncp::transform::cda
