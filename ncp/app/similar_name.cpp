#include "ncp/app/similar_name.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

namespace ncp::app {
namespace {

/// Levenshtein distance.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const auto substituted = diagonal + (a[i] == b[j] ? 0U : 1U);
            diagonal = row[j + 1];
            row[j + 1] = std::min({substituted, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

} // namespace

std::string_view similarName(std::string_view written, const std::vector<std::string>& known) {
    const auto best =
        std::ranges::min_element(known, {}, [&](const std::string& name) { return distance(written, name); });
    if (best == known.end() || distance(written, *best) > std::max<std::size_t>(2, best->size() / 3)) {
        return {};
    }
    return *best;
}

} // namespace ncp::app
