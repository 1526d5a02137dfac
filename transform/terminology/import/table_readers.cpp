#include "transform/terminology/import/table_readers.hpp"

#include "transform/terminology/import/delimited_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ncp::transform::terminology::import {
namespace {

using Names = std::vector<std::string_view>;
using Column = std::optional<std::size_t>;

constexpr std::array<std::string_view, 6> kCatalogueColumns{
    "valueset_name", "valueset_oid", "version", "code_system_oid_or_uri", "code", "display_en"};

/// The table, or a refusal; rows of another length than the header are refused, too.
std::optional<DelimitedText> tableOf(std::string_view text, char separator, Quoting quoting,
                                     ContentBuilder& builder) {
    auto table = readDelimited(text, separator, quoting);
    if (!table) {
        builder.refuse(0, table.error().detail);
        return std::nullopt;
    }
    std::erase_if(table->rows, [&](const DelimitedRow& row) {
        const bool wrong = row.cells.size() != table->columns.size();
        if (wrong) {
            builder.refuse(row.line, std::to_string(row.cells.size()) + " cells, expected " +
                                         std::to_string(table->columns.size()));
        }
        return wrong;
    });
    return std::move(*table);
}

Column columnOf(const DelimitedText& table, const Names& names) {
    return table.column(names);
}

std::string cellOf(const DelimitedRow& row, const Column& column) {
    return column ? row.cells.at(*column) : std::string{};
}

bool isLanguageColumn(std::string_view column) {
    return column == "nb" || column == "nn" || column == "en" ||
           (column.size() == 5 && column[2] == '-' && column[3] >= 'A' && column[3] <= 'Z');
}

/// Empty where the source says nothing; nothing, and a refusal, for another word.
std::optional<std::string> statusOf(const DelimitedRow& row, const Column& column, ContentBuilder& builder) {
    const auto written = cellOf(row, column);
    if (written == "official" || written == "valid" || written == "approved") {
        return "approved";
    }
    if (written.empty() || written == "proposed") {
        return written;
    }
    builder.refuse(row.line, "status is proposed or approved");
    return std::nullopt;
}

struct DesignationColumns {
    Column system;
    Column code;
    Column language;
    Column text;
    Column source;
    Column status;
    std::vector<std::pair<std::size_t, std::string>> languages; ///< of the wide form
};

std::optional<DesignationColumns> designationColumns(const DelimitedText& table, ContentBuilder& builder) {
    DesignationColumns out{columnOf(table, {"system", "code_system"}),
                           columnOf(table, {"code"}),
                           columnOf(table, {"language"}),
                           columnOf(table, {"text", "designation"}),
                           columnOf(table, {"source"}),
                           columnOf(table, {"status"}),
                           {}};
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (isLanguageColumn(table.columns[i])) {
            out.languages.emplace_back(i, table.columns[i]);
        }
    }
    const bool longForm = out.language.has_value() && out.text.has_value();
    if (!out.system || !out.code || longForm != out.languages.empty()) {
        builder.refuse(1,
                       "designations need the columns system and code, and language and text or one column "
                       "for each language");
        return std::nullopt;
    }
    return out;
}

void designationRow(const DelimitedRow& row, const DesignationColumns& columns, ContentBuilder& builder) {
    const auto status = statusOf(row, columns.status, builder);
    if (!status) {
        return;
    }
    const auto at = builder.addConcept(row.line, cellOf(row, columns.system), cellOf(row, columns.code));
    if (!at) {
        return;
    }
    const auto source = cellOf(row, columns.source);
    if (columns.languages.empty()) {
        builder.designate(row.line, *at,
                          {cellOf(row, columns.language), cellOf(row, columns.text), source, *status, true});
        return;
    }
    for (const auto& [index, language] : columns.languages) {
        if (!row.cells.at(index).empty()) {
            builder.designate(row.line, *at, {language, row.cells.at(index), source, *status, true});
        }
    }
}

struct MapColumns {
    Column sourceSystem;
    Column sourceCode;
    Column targetSystem;
    Column targetCode;
    Column map;
    Column equivalence;
    Column status;
};

void mapRow(const DelimitedRow& row, const MapColumns& columns, std::string_view name,
            ContentBuilder& builder) {
    const auto status = statusOf(row, columns.status, builder);
    const auto word = cellOf(row, columns.equivalence);
    const auto equivalence = word.empty() ? Equivalence::Equivalent : parseEquivalence(word);
    if (!status || !equivalence) {
        if (!equivalence) {
            builder.refuse(row.line, "equivalence is equal, equivalent, wider, narrower or inexact");
        }
        return;
    }
    const auto named = cellOf(row, columns.map);
    const auto& effective = status->empty() ? builder.defaults().status : *status;
    builder.addMapping(row.line, named.empty() ? std::string{name} : named, builder.defaults().version,
                       {cellOf(row, columns.sourceSystem), cellOf(row, columns.sourceCode),
                        cellOf(row, columns.targetSystem), cellOf(row, columns.targetCode), *equivalence,
                        effective == "approved"});
}

constexpr std::array<std::pair<std::string_view, Equivalence>, 5> kEquivalences{
    {{"equal", Equivalence::Equal},
     {"equivalent", Equivalence::Equivalent},
     {"wider", Equivalence::Wider},
     {"narrower", Equivalence::Narrower},
     {"inexact", Equivalence::Inexact}}};

} // namespace

std::optional<Equivalence> parseEquivalence(std::string_view word) noexcept {
    for (const auto& [name, equivalence] : kEquivalences) {
        if (name == word) {
            return equivalence;
        }
    }
    return std::nullopt;
}

std::string_view nameOf(Equivalence equivalence) noexcept {
    for (const auto& [name, each] : kEquivalences) {
        if (each == equivalence) {
            return name;
        }
    }
    return "inexact";
}

void readCatalogueTable(std::string_view text, ContentBuilder& builder) {
    const auto table = tableOf(text, '\t', Quoting::None, builder);
    if (!table) {
        return;
    }
    if (!std::ranges::equal(table->columns, kCatalogueColumns)) {
        builder.refuse(1, "the header is not that of the catalogue's table");
        return;
    }
    for (const auto& row : table->rows) {
        builder.countRow();
        const auto set = builder.addValueSet(row.line, {row.cells[1], row.cells[0], row.cells[2], false, {}});
        const auto at = builder.addConcept(row.line, row.cells[3], row.cells[4]);
        if (set && at) {
            builder.designate(row.line, *at, {"en-GB", row.cells[5], {}, {}, true});
            builder.addMember(row.line, *set, *at);
        }
    }
}

void readDesignationTable(std::string_view text, ContentBuilder& builder) {
    const auto table = tableOf(text, separatorOf(text), Quoting::Rfc4180, builder);
    const auto columns = table ? designationColumns(*table, builder) : std::nullopt;
    if (!columns) {
        return;
    }
    for (const auto& row : table->rows) {
        builder.countRow();
        designationRow(row, *columns, builder);
    }
}

void readMapTable(std::string_view text, std::string_view name, ContentBuilder& builder) {
    const auto table = tableOf(text, separatorOf(text), Quoting::Rfc4180, builder);
    if (!table) {
        return;
    }
    const MapColumns columns{columnOf(*table, {"source_system"}), columnOf(*table, {"source_code"}),
                             columnOf(*table, {"target_system"}), columnOf(*table, {"target_code"}),
                             columnOf(*table, {"map"}),           columnOf(*table, {"equivalence"}),
                             columnOf(*table, {"status"})};
    if (!columns.sourceSystem || !columns.sourceCode || !columns.targetSystem || !columns.targetCode) {
        builder.refuse(1, "mappings need the columns source_system, source_code, target_system, target_code");
        return;
    }
    for (const auto& row : table->rows) {
        builder.countRow();
        mapRow(row, columns, name, builder);
    }
}

} // namespace ncp::transform::terminology::import
