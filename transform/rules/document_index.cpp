#include "transform/rules/document_index.hpp"

#include "base/xml/attribute_cursor.hpp"

#include <algorithm>
#include <array>

namespace ncp::transform::rules {
namespace {

/// The parser keeps each name once: most names are known by where they stand. What is not is looked up.
class NameCache {
  public:
    template <class Lookup>
    NameId find(std::string_view namespaceUri, std::string_view name, const Lookup& lookup) {
        auto& slot = slots_[slotOf(namespaceUri.data(), name.data())];
        if (slot.name != name.data() || slot.space != namespaceUri.data()) {
            slot = {name.data(), namespaceUri.data(), lookup(namespaceUri, name)};
        }
        return slot.id;
    }

  private:
    struct Slot {
        const char* name = nullptr;
        const char* space = nullptr;
        NameId id = kOtherName;
    };
    static constexpr std::size_t kSlots = 1024;

    static std::size_t slotOf(const char* space, const char* name) noexcept {
        constexpr std::uintptr_t kSpread = 0x9E3779B97F4A7C15U;
        const auto mixed =
            (reinterpret_cast<std::uintptr_t>(name) + reinterpret_cast<std::uintptr_t>(space)) * kSpread;
        return static_cast<std::size_t>(mixed >> 54U);
    }

    std::array<Slot, kSlots> slots_{};
};

std::string_view localPart(std::string_view value) noexcept {
    const auto colon = value.find(':');
    return colon == std::string_view::npos ? value : value.substr(colon + 1);
}

} // namespace

/// Reads the tree front to back without recursion: its depth is somebody else's choice.
class DocumentIndex::Reader {
  public:
    Reader(DocumentIndex& index, const Names& names)
        : index_(index), names_(names),
          type_(names.attribute("http://www.w3.org/2001/XMLSchema-instance", "type")) {}

    void read(xml::Node root) {
        std::optional<xml::Node> at{root};
        Place parent = kRoot;
        while (at) {
            const auto place = add(*at, parent);
            if (const auto child = at->firstChild()) {
                at = child;
                parent = place;
                continue;
            }
            index_.elements_[place].end = index_.size();
            at = following(*at, parent);
        }
    }

  private:
    /// The next element in document order behind the subtree of `element`, whose parent is `parent`.
    std::optional<xml::Node> following(xml::Node element, Place& parent) {
        auto place = static_cast<Place>(index_.size() - 1);
        while (place != kRoot) {
            if (const auto next = element.next()) {
                return next;
            }
            place = parent;
            element = index_.elements_[place].node;
            index_.elements_[place].end = index_.size();
            parent = index_.elements_[place].parent;
        }
        return std::nullopt;
    }

    Place add(xml::Node node, Place parent) {
        const auto place = index_.size();
        const auto name = elementNames_.find(
            node.namespaceUri(), node.name(),
            [&](std::string_view space, std::string_view local) { return names_.element(space, local); });
        const auto attributes = static_cast<std::uint32_t>(index_.attributes_.size());
        readAttributes(node, place);
        const auto count = static_cast<std::uint16_t>(index_.attributes_.size() - attributes);
        index_.elements_.push_back({node, parent, place, name, count, attributes});
        if (name != kOtherName) {
            index_.byName_[name].push_back(place);
        }
        return place;
    }

    void readAttributes(xml::Node node, Place place) {
        for (xml::AttributeCursor at{node}; !at.atEnd(); at.advance()) {
            const auto name = attributeNames_.find(at.namespaceUri(), at.name(),
                                                   [&](std::string_view space, std::string_view local) {
                                                       return names_.attribute(space, local);
                                                   });
            if (name == kOtherName) {
                continue;
            }
            index_.attributes_.push_back({name, name == type_ ? localPart(at.value()) : at.value()});
            index_.byAttribute_[name].push_back(place);
        }
    }

    DocumentIndex& index_;
    const Names& names_;
    NameId type_;
    NameCache elementNames_;
    NameCache attributeNames_;
};

DocumentIndex::DocumentIndex(xml::Node root, const Names& names)
    : byName_(names.elementCount()), byAttribute_(names.attributeCount()) {
    Reader{*this, names}.read(root);
}

std::optional<std::string_view> DocumentIndex::attribute(Place place, NameId name) const noexcept {
    const auto& element = elements_[place];
    for (std::uint32_t i = element.attributes; i < element.attributes + element.attributeCount; ++i) {
        if (attributes_[i].name == name) {
            return attributes_[i].value;
        }
    }
    return std::nullopt;
}

std::span<const Place> DocumentIndex::below(Place place, const std::vector<Place>& places) const noexcept {
    const auto first = std::ranges::upper_bound(places, place);
    const auto last = std::ranges::lower_bound(first, places.end(), end(place));
    return {first, last};
}

std::span<const Place> DocumentIndex::named(Place place, NameId name) const noexcept {
    return below(place, byName_[name]);
}

std::span<const Place> DocumentIndex::withAttribute(Place place, NameId name) const noexcept {
    return below(place, byAttribute_[name]);
}

} // namespace ncp::transform::rules
