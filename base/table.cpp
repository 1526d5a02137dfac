#include "base/table.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

namespace ncp {
namespace {

std::vector<std::string> splitCells(std::string_view line) {
    std::vector<std::string> cells;
    std::size_t start = 0;
    while (true) {
        const auto tab = line.find('\t', start);
        cells.emplace_back(line.substr(start, tab - start));
        if (tab == std::string_view::npos) {
            return cells;
        }
        start = tab + 1;
    }
}

std::string place(const std::string& source, std::size_t line) {
    return source + ":" + std::to_string(line) + ": ";
}

std::string join(std::span<const std::string_view> names) {
    std::string out;
    for (const auto name : names) {
        out += (out.empty() ? "" : ", ") + std::string{name};
    }
    return out;
}

} // namespace

Result<Table> parseTable(std::string_view text, std::string source,
                         std::span<const std::string_view> columns) {
    Table table{std::move(source), {}, {}};
    std::string faults;
    std::size_t lineNumber = 0;
    while (!text.empty()) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        ++lineNumber;
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (line.empty() || line.starts_with('#')) {
            continue;
        }
        auto cells = splitCells(line);
        if (table.columns.empty()) {
            if (!std::ranges::equal(cells, columns)) {
                return fail(ErrorCode::ConfigurationInvalid,
                            place(table.source, lineNumber) + "expected the columns " + join(columns));
            }
            table.columns = std::move(cells);
        } else if (cells.size() != columns.size()) {
            faults += place(table.source, lineNumber) + std::to_string(cells.size()) + " cells, expected " +
                      std::to_string(columns.size()) + "\n";
        } else {
            table.rows.push_back({lineNumber, std::move(cells)});
        }
    }
    if (table.columns.empty()) {
        return fail(ErrorCode::ConfigurationInvalid, place(table.source, 1) + "empty table");
    }
    if (!faults.empty()) {
        return fail(ErrorCode::ConfigurationInvalid, faults);
    }
    return table;
}

Result<Table> readTable(const std::filesystem::path& file, std::span<const std::string_view> columns) {
    return readFile(file).and_then(
        [&](const std::string& text) { return parseTable(text, file.string(), columns); });
}

Result<std::string> readFile(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) {
        return fail(ErrorCode::InputRefused, file.string() + ": no such file");
    }
    std::ifstream in{file, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{}};
    if (!in.good() && !in.eof()) {
        return fail(ErrorCode::InputRefused, file.string() + ": can't be read");
    }
    return bytes;
}

Result<void> writeFile(const std::filesystem::path& file, std::string_view bytes) {
    auto beside = file;
    beside += ".new";
    {
        std::ofstream out{beside, std::ios::binary | std::ios::trunc};
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        out.close();
        if (!out) {
            return fail(ErrorCode::StorageFailed, file.string() + ": can't be written");
        }
    }
    std::error_code error;
    std::filesystem::rename(beside, file, error);
    if (error) {
        return fail(ErrorCode::StorageFailed, file.string() + ": " + error.message());
    }
    return {};
}

} // namespace ncp
