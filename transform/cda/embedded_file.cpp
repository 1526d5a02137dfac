#include "transform/cda/embedded_file.hpp"

#include "base/base64.hpp"
#include "transform/cda/element.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace ncp::transform::cda {
namespace {

constexpr std::array<std::string_view, 8> kActiveNames{
    "JavaScript", "JS", "Launch", "EmbeddedFile", "RichMedia", "SubmitForm", "ImportData", "GoToE"};
constexpr std::size_t kLongestActiveName = 12;

/// What ends a name (ISO 32000-1 7.2.2): white space and delimiters.
bool endsName(char c) {
    constexpr std::string_view kEnds{"\0\t\n\f\r ()<>[]{}/%", 16};
    return kEnds.find(c) != std::string_view::npos;
}

/// The name at the beginning of the bytes, as it is meant: `J#53` is JS. Longer names are cut.
std::string nameAt(std::string_view bytes) {
    std::string name;
    for (std::size_t i = 0; i < bytes.size() && !endsName(bytes[i]) && name.size() <= kLongestActiveName;
         ++i) {
        unsigned value = 0;
        const auto* digits = bytes.data() + i + 1;
        if (bytes[i] == '#' && i + 2 < bytes.size() &&
            std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2) {
            name += static_cast<char>(static_cast<unsigned char>(value));
            i += 2;
        } else {
            name += bytes[i];
        }
    }
    return name;
}

} // namespace

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

bool isActivePdf(std::string_view bytes) {
    for (auto at = bytes.find('/'); at != std::string_view::npos; at = bytes.find('/', at + 1)) {
        if (std::ranges::find(kActiveNames, nameAt(bytes.substr(at + 1))) != kActiveNames.end()) {
            return true;
        }
    }
    return false;
}

} // namespace ncp::transform::cda
