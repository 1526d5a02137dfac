#include "transform/inventory/inventory.hpp"

#include "transform/inventory/reader.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ncp::transform::inventory {
namespace {

/// `1 "One" (2.999, 3)`: code, name, code system and its version.
std::string codeAsText(const Leaf& leaf) {
    const auto system = leaf.part("codeSystem");
    const auto version = leaf.part("codeSystemVersion");
    auto text = std::string{leaf.part("code")};
    if (const auto display = leaf.part("displayName"); !display.empty()) {
        text += " \"" + std::string{display} + "\"";
    }
    if (!system.empty() || !version.empty()) {
        text += " (" + std::string{system} + (version.empty() ? "" : ", " + std::string{version}) + ")";
    }
    return text;
}

/// `first`, and `second` behind it after `between` where there is one.
std::string joined(std::string_view first, std::string_view between, std::string_view second) {
    auto text = std::string{first};
    if (!second.empty()) {
        text += std::string{between} + std::string{second};
    }
    return text;
}

} // namespace

std::string_view Leaf::part(std::string_view partName) const noexcept {
    const auto found = std::ranges::find(parts, partName, &Part::name);
    return found == parts.end() ? std::string_view{} : std::string_view{found->value};
}

std::string Inventory::path(PlaceIndex index) const {
    std::vector<PlaceIndex> way;
    for (; places_[index].parent != index; index = places_[index].parent) {
        way.push_back(index);
    }
    way.push_back(index);
    std::string path;
    for (auto at = way.rbegin(); at != way.rend(); ++at) {
        const auto& step = places_[*at];
        path += "/" + std::string{step.element};
        if (!step.alone) {
            path += "[" + std::to_string(step.position) + "]";
        }
    }
    return path;
}

std::string Inventory::path(const Leaf& leaf) const {
    auto result = path(leaf.place);
    const bool single = leaf.kind == Kind::NullFlavor || leaf.kind == Kind::Reference ||
                        leaf.kind == Kind::Attribute || leaf.kind == Kind::Time;
    if (single && !leaf.parts.front().name.empty()) {
        result += "/@" + std::string{leaf.parts.front().name};
    }
    return result;
}

std::string Inventory::describe(const Leaf& leaf) {
    switch (leaf.kind) {
    case Kind::Code:
        return codeAsText(leaf);
    case Kind::Quantity:
        return joined(leaf.part("value"), " ", leaf.part("unit"));
    case Kind::Identifier:
        return joined(leaf.part("root"), "^", leaf.part("extension"));
    case Kind::Media:
        return joined(leaf.part("digest"), ", bytes: ", leaf.part("size"));
    case Kind::Element:
        return {};
    case Kind::Time:
    case Kind::Text:
    case Kind::NullFlavor:
    case Kind::Reference:
    case Kind::Attribute:
        break;
    }
    return leaf.parts.front().value;
}

Inventory takeInventory(const xml::Document& document) {
    return Reader::read(document.root());
}

Result<Inventory> takeInventory(std::string_view bytes) {
    const auto document = xml::Document::parse(bytes);
    if (!document) {
        return passOn(document);
    }
    return takeInventory(*document);
}

std::vector<const Leaf*> clinicalLeaves(const Inventory& inventory) {
    std::vector<const Leaf*> found;
    for (const auto& leaf : inventory.leaves()) {
        if (leaf.clinical) {
            found.push_back(&leaf);
        }
    }
    return found;
}

} // namespace ncp::transform::inventory
