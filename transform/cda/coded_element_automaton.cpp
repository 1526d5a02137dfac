#include "transform/cda/coded_element_automaton.hpp"

#include <algorithm>
#include <limits>

namespace ncp::transform::cda {
namespace {

/// The bits of what a walk remembers of a place.
constexpr std::size_t kMostAwaited = std::numeric_limits<std::uint16_t>::digits;

/// The names of the steps behind this one, as a path.
std::string pathBelow(const CodedElementPath& path, std::size_t step) {
    std::string below;
    for (auto i = step + 1; i < path.steps.size(); ++i) {
        below.append(below.empty() ? "" : "/").append(path.steps[i].name);
    }
    return below;
}

} // namespace

ElementName CodedElements::Automaton::nameOf(std::string_view name) const noexcept {
    const auto found = names_.find(name);
    return {found == names_.end() ? ElementName::kUnknown : found->second,
            name == "templateId" ? ElementName::Qualifies::ByTemplate
            : name == "code"     ? ElementName::Qualifies::ByCode
                                 : ElementName::Qualifies::Nothing};
}

bool CodedElements::Automaton::add(std::uint16_t row) {
    std::vector<std::uint16_t> places;
    std::uint16_t at = paths[row].anywhere ? kAnywhere : kDocument;
    for (const auto& step : paths[row].steps) {
        at = nodeBehind(at, step);
        places.push_back(at);
    }
    nodes[at].rows.push_back(row);
    const auto required = [](Usage usage) { return usage >= Usage::RequiredNullFlavor; };
    if (elements[row].place == CodePlace::Element && std::ranges::any_of(elements[row].usage, required)) {
        want(row, places);
    }
    return std::ranges::all_of(places, [this](std::uint16_t place) {
        return nodes[place].conditions.size() <= kMostAwaited && nodes[place].wanted.size() <= kMostAwaited;
    });
}

/// The element round the code wants it, and so does the one that the path marks.
void CodedElements::Automaton::want(std::uint16_t row, const std::vector<std::uint16_t>& places) {
    const auto& path = paths[row];
    const auto last = places.size() - 1;
    const auto holder = path.holder.value_or(last);
    if (last > 0) {
        const auto above = holder + 1 < last ? last - 1 - holder : 0;
        nodes[places[last - 1]].wanted.push_back({row, nodes[places[last]].name, path.steps[last].name,
                                                  holder + 1 == last ? path.unless : std::string{}, above});
    }
    if (holder + 1 >= last) {
        return;
    }
    nodes[places[holder]].wanted.push_back(
        {row, ElementName::kUnknown, pathBelow(path, holder), path.unless, 0});
    for (auto step = holder + 1; step <= last; ++step) {
        nodes[places[step]].ties.push_back({row, step - holder, step == last});
    }
}

std::uint16_t CodedElements::Automaton::nodeBehind(std::uint16_t from, const CodedElementStep& step) {
    const auto name = names_.try_emplace(step.name, static_cast<std::uint16_t>(names_.size())).first->second;
    const auto known = std::ranges::find_if(nodes[from].next, [&](Step candidate) {
        const auto& node = nodes[candidate.node];
        return node.name == name && node.tests == step.tests && node.conditions == step.conditions;
    });
    if (known != nodes[from].next.end()) {
        return known->node;
    }
    const auto made = static_cast<std::uint16_t>(nodes.size());
    nodes.push_back({name, step.tests, step.conditions, {}, {}, {}, {}});
    nodes[from].next.push_back({name, made});
    if (from == kAnywhere) {
        anywhere.resize(names_.size());
        anywhere[name].push_back({name, made});
    }
    return made;
}

} // namespace ncp::transform::cda
