#include "transform/render/paper/column_widths.hpp"

#include <catch2/catch.hpp>
#include <numeric>

using ncp::transform::render::paper::ColumnNeed;
using ncp::transform::render::paper::columnWidths;

namespace {

double sum(const std::vector<double>& widths) {
    return std::accumulate(widths.begin(), widths.end(), 0.0);
}

} // namespace

TEST_CASE("columns fill the page and keep their words whole", "[paper]") {
    const std::vector<ColumnNeed> needs{{400, 60}, {50, 50}, {300, 80}};
    const auto widths = columnWidths(needs, 500);
    CHECK(sum(widths) == Approx(500));
    for (std::size_t at = 0; at < needs.size(); ++at) {
        CHECK(widths[at] >= needs[at].least);
    }
    CHECK(widths[0] > widths[2]);
}

TEST_CASE("columns with room to spare grow in proportion", "[paper]") {
    const auto widths = columnWidths({{100, 50}, {50, 25}}, 300);
    CHECK(widths[0] == Approx(200));
    CHECK(widths[1] == Approx(100));
}

TEST_CASE("a word without end leaves room for the other columns", "[paper]") {
    const auto widths = columnWidths({{90000, 90000}, {60, 60}, {60, 60}}, 500);
    CHECK(sum(widths) == Approx(500));
    CHECK(widths[1] >= 60);
    CHECK(widths[2] >= 60);
}

TEST_CASE("more columns than there is room for still share the page", "[paper]") {
    const auto widths = columnWidths(std::vector<ColumnNeed>(50, ColumnNeed{80, 40}), 500);
    CHECK(widths.size() == 50);
    CHECK(sum(widths) == Approx(500));
}
