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
/// L1 for the PDF format, else L3.
Level levelOf(std::string_view formatCode) noexcept;
/// Format code of a document class at a level, as it must be spelled; empty for an unknown class.
std::string_view formatCodeOf(std::string_view classCode, Level level) noexcept;
/// Title of a document class; empty for an unknown one.
std::string_view titleOf(std::string_view classCode) noexcept;
/// Display name of a confidentiality code (2.16.840.1.113883.5.25), the code itself for an unknown one.
std::string_view confidentialityName(std::string_view code) noexcept;

} // namespace ncp::ihe
