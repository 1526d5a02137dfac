#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ncp {

/// One row of a table, with the line it stands on (for messages).
struct TableRow {
    std::size_t line = 0;
    std::vector<std::string> cells;
};

/// A table of data under config/: tab-separated UTF-8, first line the column names, `#` starts a comment
/// line, blank lines are skipped.
struct Table {
    std::string source; ///< where it came from, for messages
    std::vector<std::string> columns;
    std::vector<TableRow> rows;
};

/// Reads a table and checks that its columns are exactly `columns` and that every row has as many cells.
/// ConfigurationInvalid names source, line and fault; all faults are listed, one a line.
Result<Table> parseTable(std::string_view text, std::string source,
                         std::span<const std::string_view> columns);
Result<Table> readTable(const std::filesystem::path& file, std::span<const std::string_view> columns);

/// Reads a whole file; InputRefused names the file.
Result<std::string> readFile(const std::filesystem::path& file);
/// Writes a whole file beside and renames it into place, so that a reader never sees half of it.
Result<void> writeFile(const std::filesystem::path& file, std::string_view bytes);

} // namespace ncp
