#include "transform/rules/element_path.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

namespace ncp::transform::rules {
namespace {

/// The next sibling of the same name.
std::optional<xml::Node> nextOfName(xml::Node element) {
    auto at = element.next();
    while (at && at->name() != element.name()) {
        at = at->next();
    }
    return at;
}

/// How many of `from` and its next siblings of the same name come before `to`; nothing when `to` is not
/// there.
std::optional<std::size_t> distance(xml::Node from, xml::Node to) {
    std::size_t before = 0;
    for (std::optional<xml::Node> at{from}; at; at = nextOfName(*at), ++before) {
        if (*at == to) {
            return before;
        }
    }
    return std::nullopt;
}

xml::Node firstOfName(xml::Node parent, xml::Node element) {
    auto at = parent.firstChild();
    while (at->name() != element.name()) {
        at = at->next();
    }
    return *at;
}

std::vector<xml::Node> chainTo(xml::Node element) {
    std::vector<xml::Node> chain;
    for (std::optional<xml::Node> at{element}; at; at = at->parent()) {
        chain.push_back(*at);
    }
    std::ranges::reverse(chain);
    return chain;
}

} // namespace

ElementPath::Step ElementPath::stepTo(xml::Node element, std::size_t depth) const {
    const auto parent = element.parent();
    if (!parent) {
        return {element, 1, true};
    }
    if (depth < steps_.size() && steps_[depth].element.name() == element.name()) {
        const auto& known = steps_[depth];
        if (const auto further = distance(known.element, element)) {
            return {element, known.position + *further, false};
        }
    }
    const auto position = 1 + distance(firstOfName(*parent, element), element).value_or(0);
    return {element, position, position == 1 && !nextOfName(element)};
}

std::string ElementPath::of(xml::Node element) {
    const auto chain = chainTo(element);
    std::size_t shared = 0;
    while (shared < std::min(chain.size(), steps_.size()) && steps_[shared].element == chain[shared]) {
        ++shared;
    }
    for (auto depth = shared; depth < chain.size(); ++depth) {
        const auto step = stepTo(chain[depth], depth);
        steps_.erase(std::next(steps_.begin(), static_cast<std::ptrdiff_t>(std::min(depth, steps_.size()))),
                     steps_.end());
        steps_.push_back(step);
    }
    std::string path;
    for (std::size_t depth = 0; depth < chain.size(); ++depth) {
        const auto& step = steps_[depth];
        path += "/" + std::string{step.element.name()};
        path += step.alone ? "" : "[" + std::to_string(step.position) + "]";
    }
    return path;
}

} // namespace ncp::transform::rules
