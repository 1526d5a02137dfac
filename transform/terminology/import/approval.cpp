#include "transform/terminology/import/approval.hpp"

#include "transform/terminology/import/preferred_text.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace ncp::transform::terminology::import {
namespace {

bool meets(const std::string& wanted, const std::string& is) {
    return wanted.empty() || wanted == is;
}

std::set<std::pair<std::string, std::string>> membersOf(const Content& content, const std::string& valueSet) {
    std::set<std::pair<std::string, std::string>> members;
    const auto set = std::ranges::find(content.valueSets, valueSet, &ValueSetContent::oid);
    if (set != content.valueSets.end()) {
        for (const auto& member : set->members) {
            members.emplace(member.system, member.code);
        }
    }
    return members;
}

/// The one that was approved is preferred; the others of its language step back, but for an approved one of
/// another source.
void approveDesignations(ConceptContent& each, const ApprovalSelection& selection) {
    for (auto& designation : each.designations) {
        if (!meets(selection.language, designation.language) ||
            !meets(selection.source, designation.source) || isApproved(designation)) {
            continue;
        }
        designation.status = "approved";
        const bool rival = std::ranges::any_of(each.designations, [&](const DesignationContent& other) {
            return other.source != designation.source && other.language == designation.language &&
                   other.preferred && isApproved(other);
        });
        designation.preferred = !rival;
        for (auto& other : each.designations) {
            if (!rival && &other != &designation && other.language == designation.language) {
                other.preferred = false;
            }
        }
    }
}

/// What is approved takes the place of what was in force for the same source concept and target system.
void approveMappings(ConceptMapContent& map, const ApprovalSelection& selection) {
    const auto placeOf = [](const MapElement& element) {
        return std::tuple{element.sourceSystem, element.sourceCode, element.targetSystem};
    };
    const auto selected = [&](const MapElement& element) {
        return !element.valid && meets(selection.system, element.sourceSystem) &&
               meets(selection.code, element.sourceCode);
    };
    std::set<std::tuple<std::string, std::string, std::string>> taken;
    for (const auto& element : map.elements) {
        if (selected(element)) {
            taken.insert(placeOf(element));
        }
    }
    std::erase_if(map.elements, [&](const MapElement& element) {
        return element.valid && taken.contains(placeOf(element));
    });
    for (auto& element : map.elements) {
        element.valid = element.valid || selected(element);
    }
}

} // namespace

Content approve(Content content, const ApprovalSelection& selection) {
    if (selection.kind == ApprovalSelection::Kind::Mappings) {
        for (auto& map : content.maps) {
            if (meets(selection.map, map.name)) {
                approveMappings(map, selection);
            }
        }
        return content;
    }
    const auto members = membersOf(content, selection.valueSet);
    for (auto& each : content.concepts) {
        if (meets(selection.system, each.system) && meets(selection.code, each.code) &&
            (selection.valueSet.empty() || members.contains({each.system, each.code}))) {
            approveDesignations(each, selection);
        }
    }
    return content;
}

} // namespace ncp::transform::terminology::import
