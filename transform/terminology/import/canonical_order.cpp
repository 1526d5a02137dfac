#include "transform/terminology/import/canonical_order.hpp"

#include <algorithm>
#include <tuple>

namespace ncp::transform::terminology::import {

Content inCanonicalOrder(Content content) {
    std::ranges::sort(content.systems, {}, &CodeSystemContent::oid);
    std::ranges::sort(content.concepts, {},
                      [](const ConceptContent& c) { return std::tie(c.system, c.code); });
    for (auto& each : content.concepts) {
        std::ranges::sort(each.designations, {},
                          [](const DesignationContent& d) { return std::tie(d.language, d.source, d.text); });
    }
    std::ranges::sort(content.valueSets, {}, &ValueSetContent::oid);
    for (auto& set : content.valueSets) {
        std::ranges::sort(set.members, {}, [](const Member& m) { return std::tie(m.system, m.code); });
    }
    std::ranges::sort(content.maps, {}, &ConceptMapContent::name);
    for (auto& map : content.maps) {
        std::ranges::sort(map.elements, {}, [](const MapElement& e) {
            return std::tie(e.sourceSystem, e.sourceCode, e.targetSystem, e.targetCode);
        });
    }
    return content;
}

} // namespace ncp::transform::terminology::import
