#include "transform/terminology/import/merge.hpp"

#include "transform/terminology/import/canonical_order.hpp"
#include "transform/terminology/import/preferred_text.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace ncp::transform::terminology::import {
namespace {

void mergeText(std::string& into, const std::string& added) {
    if (!added.empty()) {
        into = added;
    }
}

void mergeSystem(CodeSystemContent& into, const CodeSystemContent& added) {
    mergeText(into.uri, added.uri);
    mergeText(into.name, added.name);
    mergeText(into.nameNb, added.nameNb);
    mergeText(into.nameEn, added.nameEn);
    mergeText(into.version, added.version);
    for (const auto& alias : added.aliases) {
        if (std::ranges::find(into.aliases, alias) == into.aliases.end()) {
            into.aliases.push_back(alias);
        }
    }
}

/// Whether `designation` takes the place of `other`: the same text, or a preferred one of the same source and
/// language, unless that would put a proposal in the place of what was approved.
bool replaces(const DesignationContent& designation, const DesignationContent& other) {
    if (other.language != designation.language || other.source != designation.source) {
        return false;
    }
    return other.text == designation.text ||
           (other.preferred && designation.preferred && (isApproved(designation) || !isApproved(other)));
}

void mergeConcept(ConceptContent& into, const ConceptContent& added) {
    into.current = added.statesCurrent ? added.current : into.current && added.current;
    for (auto designation : added.designations) {
        const auto same = std::ranges::find_if(into.designations, [&](const DesignationContent& other) {
            return isApproved(other) && other.text == designation.text && replaces(designation, other);
        });
        if (same != into.designations.end()) {
            designation.status = same->status;
        }
        std::erase_if(into.designations, [&](const auto& other) { return replaces(designation, other); });
        into.designations.push_back(std::move(designation));
    }
}

void mergeValueSet(ValueSetContent& into, const ValueSetContent& added) {
    const bool fixed = into.fixed;
    into = added;
    into.fixed = fixed || added.fixed;
}

/// What of a map has one target: a source concept and a target system.
using Place = std::tuple<std::string, std::string, std::string>;

Place placeOf(const MapElement& element) {
    return {element.sourceSystem, element.sourceCode, element.targetSystem};
}

/// What is approved takes the place of all that stood there, what is proposed that of other proposals only: a
/// proposal leaves in force what is in force.
void mergeMap(ConceptMapContent& into, const ConceptMapContent& added) {
    mergeText(into.version, added.version);
    std::set<Place> proposed;
    std::set<Place> approved;
    for (const auto& element : added.elements) {
        (element.valid ? approved : proposed).insert(placeOf(element));
    }
    std::erase_if(into.elements, [&](const MapElement& element) {
        const auto place = placeOf(element);
        return approved.contains(place) || (!element.valid && proposed.contains(place));
    });
    std::set<std::pair<Place, std::string>> inForce;
    for (const auto& element : into.elements) {
        if (element.valid) {
            inForce.emplace(placeOf(element), element.targetCode);
        }
    }
    std::ranges::copy_if(added.elements, std::back_inserter(into.elements), [&](const MapElement& element) {
        return !inForce.contains({placeOf(element), element.targetCode});
    });
}

/// Merges each element of `added` into the one of `into` with the same key, or appends it.
template <class Element, class Key, class Merge>
void mergeLists(std::vector<Element>& into, const std::vector<Element>& added, Key key, Merge merge) {
    std::unordered_map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < into.size(); ++i) {
        places.try_emplace(key(into[i]), i);
    }
    for (const auto& element : added) {
        const auto [place, isNew] = places.try_emplace(key(element), into.size());
        if (isNew) {
            into.push_back(element);
        } else {
            merge(into[place->second], element);
        }
    }
}

} // namespace

Content merge(Content base, const Content& added) {
    mergeText(base.name, added.name);
    mergeLists(base.systems, added.systems, [](const auto& s) { return s.oid; }, mergeSystem);
    mergeLists(
        base.concepts, added.concepts, [](const auto& c) { return c.system + "\n" + c.code; }, mergeConcept);
    mergeLists(base.valueSets, added.valueSets, [](const auto& s) { return s.oid; }, mergeValueSet);
    mergeLists(base.maps, added.maps, [](const auto& m) { return m.name; }, mergeMap);
    std::ranges::for_each(base.concepts, choosePreferred);
    return inCanonicalOrder(std::move(base));
}

} // namespace ncp::transform::terminology::import
