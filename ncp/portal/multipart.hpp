#pragma once

#include "base/result.hpp"
#include "ncp/portal/form.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ncp::portal {

/// The largest document that may be dropped.
inline constexpr std::size_t kDroppedFileLimit = std::size_t{16} * 1024 * 1024;
/// What a form may add to it: borders, fields, headers.
inline constexpr std::size_t kFormOverhead = std::size_t{64} * 1024;

/// A form with one file. Names that files have on the sender's machine are dropped: they may name a patient.
struct FileForm {
    Form fields;
    std::string_view file; ///< points into the body
};

/// Reads multipart/form-data (RFC 7578): at most 8 parts, of them one with a file name, which is called
/// `file`; fields of at most 4 KiB, each name once. UnsupportedContentType without a boundary, InputRefused
/// for anything else that is not such a form, BodyTooLarge for a file over the limit.
Result<FileForm> parseFileForm(std::string_view contentType, std::string_view body);

} // namespace ncp::portal
