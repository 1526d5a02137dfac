#include "transform/cda/embedded_file.hpp"

#include "base/base64.hpp"
#include "transform/cda/element.hpp"

#include <utility>

namespace ncp::transform::cda {

Result<EmbeddedFile> extractFile(const xml::Document& document) {
    const auto text = path(document.root(), {"component", "nonXMLBody", "text"});
    if (!text) {
        return fail(ErrorCode::InputRefused, "the document carries no file");
    }
    const std::string representation = text->attribute("representation");
    if (!representation.empty() && representation != "B64") {
        return fail(ErrorCode::InputRefused, "the file of the document is not in base64");
    }
    auto bytes = base64Decode(text->text());
    if (!bytes) {
        return passOn(bytes);
    }
    return EmbeddedFile{text->attribute("mediaType"), std::move(*bytes)};
}

Result<std::string> extractPdf(const xml::Document& document) {
    auto file = extractFile(document);
    if (!file) {
        return passOn(file);
    }
    // ISO 32000 lets the header stand anywhere in the first 1024 bytes.
    if (file->bytes.substr(0, 1024).find("%PDF-") == std::string::npos) {
        return fail(ErrorCode::InputRefused, "the file of the document is no PDF");
    }
    return std::move(file->bytes);
}

} // namespace ncp::transform::cda
