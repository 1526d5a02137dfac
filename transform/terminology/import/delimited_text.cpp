#include "transform/terminology/import/delimited_text.hpp"

#include <algorithm>
#include <array>

namespace ncp::transform::terminology::import {
namespace {

class Reader {
  public:
    Reader(std::string_view text, char separator, Quoting quoting) noexcept
        : rest_(text), separator_(separator), quoting_(quoting) {}

    bool atEnd() const noexcept { return rest_.empty(); }

    /// Nothing for a line that is blank or a comment.
    Result<std::optional<DelimitedRow>> row() {
        if (rest_.front() == '#' || rest_.front() == '\n' || rest_.starts_with("\r\n")) {
            const auto end = rest_.find('\n');
            take(end == std::string_view::npos ? rest_.size() : end + 1);
            return std::nullopt;
        }
        DelimitedRow row{line_, {}};
        for (bool more = true; more;) {
            auto& cell = row.cells.emplace_back();
            if (!(quoting_ == Quoting::Rfc4180 && rest_.starts_with('"') ? quoted(cell) : plain(cell))) {
                return fail(ErrorCode::InputRefused,
                            "line " + std::to_string(row.line) + ": a quoted cell doesn't end");
            }
            more = rest_.starts_with(separator_);
            if (more) {
                take(1);
            }
        }
        take(rest_.starts_with("\r\n") ? 2 : std::min<std::size_t>(1, rest_.size()));
        return row;
    }

  private:
    void take(std::size_t count) {
        line_ += static_cast<std::size_t>(std::ranges::count(rest_.substr(0, count), '\n'));
        rest_.remove_prefix(count);
    }

    bool plain(std::string& cell) {
        const std::array<char, 2> ends{separator_, '\n'};
        auto end = std::min(rest_.find_first_of(std::string_view{ends.data(), ends.size()}), rest_.size());
        const bool carriageReturn =
            end > 0 && rest_[end - 1] == '\r' && (end == rest_.size() || rest_[end] == '\n');
        cell += rest_.substr(0, carriageReturn ? end - 1 : end);
        take(carriageReturn && end == rest_.size() ? end : carriageReturn ? end - 1 : end);
        return true;
    }

    bool quoted(std::string& cell) {
        std::size_t at = 1;
        while (true) {
            const auto quote = rest_.find('"', at);
            if (quote == std::string_view::npos) {
                return false;
            }
            cell += rest_.substr(at, quote - at);
            at = quote + 1;
            if (!rest_.substr(at).starts_with('"')) {
                break;
            }
            cell += '"';
            ++at;
        }
        take(at);
        return plain(cell); // what stands between the quote and the separator belongs to the cell
    }

    std::string_view rest_;
    char separator_;
    Quoting quoting_;
    std::size_t line_ = 1;
};

} // namespace

std::optional<std::size_t> DelimitedText::column(std::span<const std::string_view> names) const {
    for (const auto name : names) {
        const auto found = std::ranges::find(columns, name);
        if (found != columns.end()) {
            return static_cast<std::size_t>(found - columns.begin());
        }
    }
    return std::nullopt;
}

char separatorOf(std::string_view text) noexcept {
    while (text.starts_with('#') && text.find('\n') != std::string_view::npos) {
        text.remove_prefix(text.find('\n') + 1);
    }
    const auto header = text.substr(0, text.find('\n'));
    return std::ranges::max(std::array{'\t', ';', ','}, {},
                            [header](char c) { return std::ranges::count(header, c); });
}

Result<DelimitedText> readDelimited(std::string_view text, char separator, Quoting quoting) {
    if (text.find('\r') != std::string_view::npos && text.find('\n') == std::string_view::npos) {
        return fail(ErrorCode::InputRefused,
                    "the lines end with carriage returns alone, not with line feeds");
    }
    DelimitedText out;
    for (Reader reader{text, separator, quoting}; !reader.atEnd();) {
        auto row = reader.row();
        if (!row) {
            return passOn(row);
        }
        if (!*row) {
            continue;
        }
        if (out.columns.empty()) {
            out.columns = std::move((*row)->cells);
        } else {
            out.rows.push_back(std::move(**row));
        }
    }
    if (out.columns.empty()) {
        return fail(ErrorCode::InputRefused, "the file is empty");
    }
    return out;
}

std::string delimitedCell(std::string_view text, char separator) {
    const bool quote = text.starts_with('#') || text.find(separator) != std::string_view::npos ||
                       text.find_first_of("\"\r\n") != std::string_view::npos;
    if (!quote) {
        return std::string{text};
    }
    std::string out = "\"";
    for (const char c : text) {
        out += c;
        if (c == '"') {
            out += c;
        }
    }
    return out += '"';
}

} // namespace ncp::transform::terminology::import
