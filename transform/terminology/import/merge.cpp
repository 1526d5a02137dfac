#include "transform/terminology/import/merge.hpp"

#include "transform/terminology/import/canonical_order.hpp"
#include "transform/terminology/import/preferred_text.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

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

void mergeConcept(ConceptContent& into, const ConceptContent& added) {
    into.current = added.current;
    for (const auto& designation : added.designations) {
        const auto same = std::ranges::find_if(into.designations, [&](const DesignationContent& other) {
            return other.language == designation.language && other.source == designation.source &&
                   (other.text == designation.text || (other.preferred && designation.preferred));
        });
        auto next = designation;
        if (same != into.designations.end()) {
            if (same->text == next.text && isApproved(*same)) {
                next.status = same->status;
            }
            into.designations.erase(same);
        }
        into.designations.push_back(std::move(next));
    }
}

void mergeValueSet(ValueSetContent& into, const ValueSetContent& added) {
    const bool fixed = into.fixed;
    into = added;
    into.fixed = fixed || added.fixed;
}

using ElementKey = std::tuple<std::string, std::string, std::string, std::string>;

ElementKey keyOf(const MapElement& element) {
    return {element.sourceSystem, element.sourceCode, element.targetSystem, element.targetCode};
}

void mergeMap(ConceptMapContent& into, const ConceptMapContent& added) {
    mergeText(into.version, added.version);
    std::set<std::tuple<std::string, std::string, std::string>> replaced;
    for (const auto& element : added.elements) {
        replaced.emplace(element.sourceSystem, element.sourceCode, element.targetSystem);
    }
    std::set<ElementKey> approved;
    for (const auto& element : into.elements) {
        if (element.valid) {
            approved.insert(keyOf(element));
        }
    }
    std::erase_if(into.elements, [&](const MapElement& element) {
        return replaced.contains({element.sourceSystem, element.sourceCode, element.targetSystem});
    });
    for (auto element : added.elements) {
        element.valid = element.valid || approved.contains(keyOf(element));
        into.elements.push_back(std::move(element));
    }
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
