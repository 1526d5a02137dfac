#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ncp::transform::terminology::import {

struct CleanText {
    std::string text;
    bool changed = false; ///< white space was irregular
};

/// Trims, and makes every run of white space (no-break and zero-width spaces, too) one blank. Nothing for
/// text with control characters or with characters that turn the reading direction round: such a text reads
/// otherwise than it is stored. `text` must be UTF-8.
std::optional<CleanText> clean(std::string_view text);

/// The text as it was before somebody read its UTF-8 as Latin-1 ("BehÃ§et" is "Behçet"); nothing where that
/// did not happen.
std::optional<std::string> unmangled(std::string_view text);

/// As `clean`, for a code: 1 to 255 bytes, too.
std::optional<CleanText> cleanCode(std::string_view code);

} // namespace ncp::transform::terminology::import
