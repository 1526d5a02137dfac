#include "transform/rules/value_set_sizes.hpp"

#include "base/table.hpp"

#include <array>
#include <charconv>

namespace ncp::transform::rules {
namespace {

constexpr std::array<std::string_view, 3> kColumns{"value_set", "members", "name"};

} // namespace

Result<ValueSetSizes> ValueSetSizes::load(const std::filesystem::path& directory) {
    const auto table = readTable(directory / "value-set-sizes.tsv", kColumns);
    if (!table) {
        return passOn(table);
    }
    ValueSetSizes sizes;
    std::string faults;
    for (const auto& row : table->rows) {
        std::size_t members = 0;
        const auto& text = row.cells[1];
        const auto read = std::from_chars(text.data(), text.data() + text.size(), members);
        if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) {
            faults += table->source + ":" + std::to_string(row.line) + ": not a number: " + text + "\n";
        }
        sizes.sizes_.emplace(row.cells[0], members);
    }
    if (!faults.empty()) {
        return fail(ErrorCode::ConfigurationInvalid, faults);
    }
    return sizes;
}

bool ValueSetSizes::isPart(const terminology::Catalogue& catalogue, std::string_view valueSet) const {
    const auto size = sizes_.find(valueSet);
    const auto held = catalogue.valueSet(valueSet);
    // A later catalogue may have dropped some.
    return size != sizes_.end() && held && held->members < size->second / 10 * 9;
}

} // namespace ncp::transform::rules
