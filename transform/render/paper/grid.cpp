#include "transform/render/paper/grid.hpp"

#include "transform/render/paper/column_widths.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace ncp::transform::render::paper {

namespace {

constexpr double kGap = 8;
constexpr double kPadding = 2.5;
/// The first rows tell how wide the columns must be; nobody waits for a look at ten thousand.
constexpr std::size_t kMeasuredRows = 150;

void measure(const std::vector<GridRow>& rows, const Typesetter& typesetter, std::vector<ColumnNeed>& needs) {
    for (std::size_t at = 0; at < std::min(rows.size(), kMeasuredRows); ++at) {
        for (const GridCell& cell : rows[at].cells) {
            if (cell.span != 1 || cell.column >= needs.size()) {
                continue;
            }
            ColumnNeed& need = needs[cell.column];
            for (const Paragraph& paragraph : cell.content) {
                need.natural =
                    std::max(need.natural, typesetter.naturalWidth(paragraph.words) + 1 + paragraph.indent);
                need.least =
                    std::max(need.least, typesetter.leastWidth(paragraph.words) + 1 + paragraph.indent);
            }
        }
    }
}

/// Where columns begin, from the left margin, and where the last one ends.
std::vector<double> columnEdges(const Grid& grid, const Typesetter& typesetter) {
    std::vector<ColumnNeed> needs(grid.columns);
    measure(grid.head, typesetter, needs);
    measure(grid.rows, typesetter, needs);
    const double gaps = kGap * static_cast<double>(grid.columns);
    std::vector<double> edges{grid.indent};
    for (const double width : columnWidths(needs, Flow::kWidth - grid.indent - gaps)) {
        edges.push_back(edges.back() + width + kGap);
    }
    return edges;
}

Stripe stripeOf(const GridRow& row, const std::vector<double>& edges) {
    Stripe stripe;
    stripe.look = row.look;
    stripe.padding = kPadding;
    stripe.ruled = true;
    for (const GridCell& cell : row.cells) {
        const std::size_t first = std::min(cell.column, edges.size() - 2);
        const std::size_t last = std::min(first + std::max<std::size_t>(cell.span, 1), edges.size() - 1);
        stripe.columns.push_back(
            {edges[first], edges[last] - edges[first] - kGap, cell.content, cell.heading ? "TH" : "TD"});
    }
    return stripe;
}

} // namespace

void placeGrid(const Grid& grid, Flow& flow) {
    if (grid.columns == 0 || (grid.rows.empty() && grid.head.empty())) {
        return;
    }
    const std::vector<double> edges = columnEdges(grid, flow.typesetter());
    flow.beginTable(grid.head.size() == 1 ? stripeOf(grid.head.front(), edges) : Stripe{});
    if (grid.head.size() > 1) {
        for (const GridRow& row : grid.head) {
            flow.place(stripeOf(row, edges));
        }
    }
    for (const GridRow& row : grid.rows) {
        flow.place(stripeOf(row, edges));
    }
    flow.endTable();
}

} // namespace ncp::transform::render::paper
