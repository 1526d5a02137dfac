#include "transform/terminology/import/preferred_text.hpp"

#include <map>

namespace ncp::transform::terminology::import {

bool isApproved(const DesignationContent& designation) {
    return designation.status == "approved";
}

void choosePreferred(ConceptContent& each) {
    std::map<std::string, std::size_t> chosen;
    for (std::size_t i = 0; i < each.designations.size(); ++i) {
        auto& designation = each.designations[i];
        if (!designation.preferred) {
            continue;
        }
        const auto [place, isFirst] = chosen.try_emplace(designation.language, i);
        if (isFirst) {
            continue;
        }
        auto& before = each.designations[place->second];
        const bool better = isApproved(designation) || !isApproved(before);
        (better ? before : designation).preferred = false;
        place->second = better ? i : place->second;
    }
}

} // namespace ncp::transform::terminology::import
