#pragma once

#include "transform/render/paper/flow.hpp"

#include <cstddef>
#include <vector>

namespace ncp::transform::render::paper {

struct GridCell {
    Paragraphs content;
    std::size_t column = 0; ///< the first one that it covers
    std::size_t span = 1;
    bool heading = false;
};

struct GridRow {
    std::vector<GridCell> cells;
    Look look = Look::Plain;
};

/// A table: the rows of its head stand above it and on each page on which it goes on.
struct Grid {
    std::size_t columns = 0;
    std::vector<GridRow> head;
    std::vector<GridRow> rows;
    double indent = 0; ///< points
};

/// Sets a table; nothing for one without columns.
void placeGrid(const Grid& grid, Flow& flow);

} // namespace ncp::transform::render::paper
