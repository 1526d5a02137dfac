#include "base/texts.hpp"

#include "base/table.hpp"

#include <algorithm>
#include <array>

namespace ncp {
namespace {

constexpr std::array<std::string_view, 4> kColumns{"key", "nb", "nn", "en"};

std::string fillIn(std::string_view pattern, std::initializer_list<std::string_view> arguments) {
    if (arguments.size() == 0) {
        return std::string{pattern};
    }
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const bool placeholder = pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 1] >= '0' &&
                                 pattern[i + 1] <= '9' && pattern[i + 2] == '}';
        const auto index = placeholder ? static_cast<std::size_t>(pattern[i + 1] - '0') : arguments.size();
        if (index < arguments.size()) {
            out += *(arguments.begin() + index);
            i += 2;
        } else {
            out.push_back(pattern[i]);
        }
    }
    return out;
}

} // namespace

Result<TextLanguage> parseTextLanguage(std::string_view tag) {
    const auto language = tag.substr(0, tag.find('-'));
    if (language == "nb" || language == "no") {
        return TextLanguage::Bokmaal;
    }
    if (language == "nn") {
        return TextLanguage::Nynorsk;
    }
    if (language == "en") {
        return TextLanguage::English;
    }
    return fail(ErrorCode::InputRefused, "unknown language; use nb, nn or en");
}

std::string_view tag(TextLanguage language) noexcept {
    return localeTag(language).substr(0, 2);
}

std::string_view localeTag(TextLanguage language) noexcept {
    switch (language) {
    case TextLanguage::Bokmaal:
        return "nb-NO";
    case TextLanguage::Nynorsk:
        return "nn-NO";
    case TextLanguage::English:
        return "en-GB";
    }
    return "en-GB";
}

Result<Texts> Texts::load(std::initializer_list<std::filesystem::path> files) {
    Texts texts;
    std::string faults;
    for (const auto& file : files) {
        auto table = readTable(file, kColumns);
        if (!table) {
            return passOn(table);
        }
        for (auto& row : table->rows) {
            const auto place = table->source + ":" + std::to_string(row.line) + ": ";
            if (std::ranges::any_of(row.cells, [](const std::string& cell) { return cell.empty(); })) {
                faults += place + "empty cell\n";
            }
            if (!texts.rows_.try_emplace(row.cells[0], Row{row.cells[1], row.cells[2], row.cells[3]})
                     .second) {
                faults += place + "key " + row.cells[0] + " stands twice\n";
            }
        }
    }
    if (!faults.empty()) {
        return fail(ErrorCode::ConfigurationInvalid, faults);
    }
    return texts;
}

std::string Texts::get(TextLanguage language, std::string_view key,
                       std::initializer_list<std::string_view> arguments) const {
    const auto row = rows_.find(std::string{key});
    if (row == rows_.end()) {
        return std::string{key};
    }
    switch (language) {
    case TextLanguage::Bokmaal:
        return fillIn(row->second.nb, arguments);
    case TextLanguage::Nynorsk:
        return fillIn(row->second.nn, arguments);
    case TextLanguage::English:
        return fillIn(row->second.en, arguments);
    }
    return std::string{key};
}

bool Texts::has(std::string_view key) const {
    return rows_.contains(std::string{key});
}

std::vector<std::string> Texts::keys() const {
    std::vector<std::string> keys;
    keys.reserve(rows_.size());
    for (const auto& [key, row] : rows_) {
        keys.push_back(key);
    }
    std::ranges::sort(keys);
    return keys;
}

} // namespace ncp
