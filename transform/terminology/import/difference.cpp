#include "transform/terminology/import/difference.hpp"

#include "transform/terminology/import/table_readers.hpp"

#include <map>
#include <utility>

namespace ncp::transform::terminology::import {
namespace {

/// What is compared: what it says, by its key.
using Sayings = std::map<std::string, std::string>;

Sayings systemsOf(const Content& content) {
    Sayings out;
    for (const auto& system : content.systems) {
        auto& said = out[system.oid];
        said = system.name + (system.version.empty() ? "" : " " + system.version);
        for (const auto& text : {system.uri, system.nameNb, system.nameEn}) {
            said += text.empty() ? "" : ", " + text;
        }
        for (const auto& alias : system.aliases) {
            said += ", " + alias;
        }
    }
    return out;
}

Sayings conceptsOf(const Content& content) {
    Sayings out;
    for (const auto& each : content.concepts) {
        out[each.system + " " + each.code] = each.current ? "current" : "retired";
    }
    return out;
}

Sayings designationsOf(const Content& content) {
    Sayings out;
    for (const auto& each : content.concepts) {
        for (const auto& designation : each.designations) {
            auto& said =
                out[each.system + " " + each.code + " " + designation.language + " " + designation.source];
            said += (said.empty() ? "" : "; ") + designation.text + " (" + designation.status +
                    (designation.preferred ? ")" : ", not preferred)");
        }
    }
    return out;
}

Sayings valueSetsOf(const Content& content) {
    Sayings out;
    for (const auto& set : content.valueSets) {
        out[set.oid] =
            set.name + (set.version.empty() ? "" : " " + set.version) + (set.fixed ? ", fixed" : "");
    }
    return out;
}

Sayings membersOf(const Content& content) {
    Sayings out;
    for (const auto& set : content.valueSets) {
        for (const auto& member : set.members) {
            out[set.oid + " " + member.system + " " + member.code] = "member";
        }
    }
    return out;
}

Sayings mappingsOf(const Content& content) {
    Sayings out;
    for (const auto& map : content.maps) {
        for (const auto& element : map.elements) {
            auto& said = out[map.name + " " + element.sourceSystem + " " + element.sourceCode + " " +
                             element.targetSystem];
            said += (said.empty() ? "" : "; ") + element.targetCode + " (" +
                    std::string{nameOf(element.equivalence)} +
                    (element.valid ? ", approved)" : ", proposed)");
        }
    }
    return out;
}

void compare(Part part, const Sayings& before, const Sayings& after, std::vector<Difference>& into) {
    for (const auto& [key, said] : before) {
        const auto found = after.find(key);
        if (found == after.end()) {
            into.push_back({part, Change::Removed, key, said, {}});
        } else if (found->second != said) {
            into.push_back({part, Change::Changed, key, said, found->second});
        }
    }
    for (const auto& [key, said] : after) {
        if (!before.contains(key)) {
            into.push_back({part, Change::Added, key, {}, said});
        }
    }
}

} // namespace

std::string_view nameOf(Part part) noexcept {
    switch (part) {
    case Part::CodeSystem:
        return "code-system";
    case Part::Concept:
        return "concept";
    case Part::Designation:
        return "designation";
    case Part::ValueSet:
        return "value-set";
    case Part::Member:
        return "member";
    case Part::Mapping:
        return "mapping";
    }
    return {};
}

std::string_view nameOf(Change change) noexcept {
    switch (change) {
    case Change::Added:
        return "added";
    case Change::Removed:
        return "removed";
    case Change::Changed:
        return "changed";
    }
    return {};
}

std::vector<Difference> difference(const Content& before, const Content& after) {
    std::vector<Difference> out;
    compare(Part::CodeSystem, systemsOf(before), systemsOf(after), out);
    compare(Part::Concept, conceptsOf(before), conceptsOf(after), out);
    compare(Part::Designation, designationsOf(before), designationsOf(after), out);
    compare(Part::ValueSet, valueSetsOf(before), valueSetsOf(after), out);
    compare(Part::Member, membersOf(before), membersOf(after), out);
    compare(Part::Mapping, mappingsOf(before), mappingsOf(after), out);
    return out;
}

DifferenceCounts count(const std::vector<Difference>& differences) {
    DifferenceCounts counts;
    for (const auto& each : differences) {
        auto& row = counts.rows.at(static_cast<std::size_t>(each.part));
        switch (each.change) {
        case Change::Added:
            ++row.added;
            break;
        case Change::Removed:
            ++row.removed;
            break;
        case Change::Changed:
            ++row.changed;
            break;
        }
    }
    return counts;
}

} // namespace ncp::transform::terminology::import
