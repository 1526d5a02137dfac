#pragma once

#include "ncp/ihe/document_entry.hpp"

#include <string>
#include <string_view>

namespace ncp::ihe {

/// Format code of the PDF form of every document.
inline constexpr std::string_view kPdfFormat = "urn:ihe:iti:xds-sd:pdf:2008";

/// What a format code stands for in the format Classification: scheme and name (eHDSI XCA profile, metadata).
struct FormatCode {
    std::string_view code;
    std::string_view codingScheme;
    std::string_view name;
};

/// The row of a format code, compared without regard to case; for an unknown one the eHDSI scheme and no
/// name.
FormatCode formatCode(std::string_view code) noexcept;
/// L1 for the PDF format and those of original clinical documents, else L3.
Level levelOf(std::string_view formatCode) noexcept;
/// Format code of a document class at a level, as it must be spelled; empty for an unknown class. An original
/// clinical document has no L3: both levels give the format of its PDF.
std::string_view formatCodeOf(std::string_view classCode, Level level) noexcept;
/// Format code of an original clinical document with a file of that media type (PDF, PNG, JPEG), compared
/// without regard to case and parameters; empty for any other.
std::string_view originalDocumentFormat(std::string_view mediaType) noexcept;
/// Title of a document class; empty for an unknown one.
std::string_view titleOf(std::string_view classCode) noexcept;
/// Whether a class is an original clinical document (OrCD): never translated, and the only kind that filters
/// of size and time apply to.
bool isOriginalDocument(std::string_view classCode) noexcept;
/// Whether documents of a class can be asked for by ITI-38. Dispensations, consents and encounter reports are
/// classes that the network knows, and that nobody lists.
bool isQueried(std::string_view classCode) noexcept;
/// Whether the network knows a class at all.
bool isKnownClass(std::string_view classCode) noexcept;
/// Display name of a confidentiality code (2.16.840.1.113883.5.25), the code itself for an unknown one.
std::string_view confidentialityName(std::string_view code) noexcept;

} // namespace ncp::ihe
