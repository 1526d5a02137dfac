#pragma once

#include "base/result.hpp"
#include "base/xml/document.hpp"

#include <string>
#include <string_view>

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

/// True for a PDF that names scripts, programs to launch, forms that send themselves, media that play or
/// files inside (ISO 32000-1 7.11.4, 12.6.4), however the names are spelled (7.3.5). Names may also hide in
/// compressed objects: those are not looked into, and the viewer's own protection stays necessary.
bool isActivePdf(std::string_view bytes);

} // namespace ncp::transform::cda
