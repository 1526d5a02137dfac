#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::terminology::import {

struct DelimitedRow {
    std::size_t line = 0; ///< where it begins, from 1
    std::vector<std::string> cells;
};

/// Rows of cells with a header.
struct DelimitedText {
    std::vector<std::string> columns;
    std::vector<DelimitedRow> rows;

    /// The column of that name, or of the first of the names that is there.
    std::optional<std::size_t> column(std::span<const std::string_view> names) const;
};

enum class Quoting : std::uint8_t {
    Rfc4180, ///< `"a ""b"""`; a quoted cell may hold separators and line ends
    None,    ///< quotes are text
};

/// The separator of a header: tab, semicolon or comma, whichever stands there most.
char separatorOf(std::string_view text) noexcept;

/// Blank lines and lines that begin with `#` are skipped. InputRefused for an empty text and for a quoted
/// cell that doesn't end; rows of another length than the header stand there as they are.
Result<DelimitedText> readDelimited(std::string_view text, char separator, Quoting quoting);

/// One cell as RFC 4180 writes it: quoted where it must be.
std::string delimitedCell(std::string_view text, char separator);

} // namespace ncp::transform::terminology::import
