#pragma once

#include <vector>

namespace ncp::transform::render::paper {

/// What a column of a table asks for, in points.
struct ColumnNeed {
    double natural = 0; ///< in which nothing is wrapped
    double least = 0;   ///< in which no word is broken
};

/// Widths of columns that share `total` points, as browsers share them out: everybody gets the least, and
/// what is left in proportion to what is missing. No column's longest word takes more than two fifths.
std::vector<double> columnWidths(const std::vector<ColumnNeed>& needs, double total);

} // namespace ncp::transform::render::paper
