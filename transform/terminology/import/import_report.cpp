#include "transform/terminology/import/import_report.hpp"

#include <utility>

namespace ncp::transform::terminology::import {

void ImportReport::add(Remark remark) {
    auto& count = remark.kind == RemarkKind::Odd ? odd : refused;
    ++count;
    if (count <= kKept) {
        remarks.push_back(std::move(remark));
    }
}

} // namespace ncp::transform::terminology::import
