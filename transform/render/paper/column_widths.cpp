#include "transform/render/paper/column_widths.hpp"

#include <algorithm>

namespace ncp::transform::render::paper {

namespace {

constexpr double kLargestShare = 0.4;
constexpr double kNarrowest = 24;

} // namespace

std::vector<double> columnWidths(const std::vector<ColumnNeed>& needs, double total) {
    std::vector<double> widths;
    double least = 0;
    double missing = 0;
    for (const ColumnNeed& need : needs) {
        widths.push_back(std::clamp(need.least, kNarrowest, std::max(kNarrowest, total * kLargestShare)));
        least += widths.back();
        missing += std::max(0.0, need.natural - widths.back());
    }
    if (least > total) {
        for (double& width : widths) {
            width *= total / least;
        }
        return widths;
    }
    const double share = missing > 0 ? std::min(1.0, (total - least) / missing) : 0;
    double used = 0;
    for (std::size_t at = 0; at < needs.size(); ++at) {
        widths[at] += share * std::max(0.0, needs[at].natural - widths[at]);
        used += widths[at];
    }
    for (double& width : widths) {
        width *= total / used;
    }
    return widths;
}

} // namespace ncp::transform::render::paper
