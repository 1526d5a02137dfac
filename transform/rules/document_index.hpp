#pragma once

#include "base/xml/document.hpp"
#include "transform/rules/names.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::rules {

/// An element of an indexed document: its number in document order.
using Place = std::uint32_t;

/// Places by the name that was found there: a list for each name, all in one piece of memory.
class PlacesByName {
  public:
    struct Entry {
        NameId name;
        Place place;
    };

    PlacesByName() = default;
    /// The lists keep the order of the entries; names are below `names`.
    PlacesByName(std::span<const Entry> entries, std::size_t names);

    std::span<const Place> of(NameId name) const noexcept {
        return std::span{places_}.subspan(begins_[name], begins_[name + 1U] - begins_[name]);
    }

  private:
    std::vector<std::size_t> begins_; ///< where the list of each name begins, and behind the last one
    std::vector<Place> places_;
};

/// A document read once, so that hundreds of rules find their places without walking it again: elements in
/// document order, and lists of those with a name or an attribute that a rule asks for. Views into the tree,
/// which must stay unchanged.
class DocumentIndex {
  public:
    DocumentIndex(xml::Node root, const Names& names);

    static constexpr Place kRoot = 0;

    xml::Node node(Place place) const noexcept { return elements_[place].node; }
    NameId name(Place place) const noexcept { return elements_[place].name; }
    Place parent(Place place) const noexcept { return elements_[place].parent; } ///< the root: itself
    /// Behind the last element below.
    Place end(Place place) const noexcept { return elements_[place].end; }
    Place size() const noexcept { return static_cast<Place>(elements_.size()); }

    /// Value of an attribute that a rule asks for. Of xsi:type, the local part.
    std::optional<std::string_view> attribute(Place place, NameId name) const noexcept;
    /// Text of the element and of what is below.
    std::string text(Place place) const { return node(place).text(); }

    /// The elements below `place` with the name or the attribute, in document order.
    std::span<const Place> named(Place place, NameId name) const noexcept;
    std::span<const Place> withAttribute(Place place, NameId name) const noexcept;

  private:
    struct Element {
        xml::Node node;
        Place parent;
        Place end;
        NameId name;
        std::uint16_t attributeCount;
        std::uint32_t attributes; ///< where its attributes begin
    };
    struct Attribute {
        NameId name;
        std::string_view value;
    };
    class Reader;

    std::span<const Place> below(Place place, std::span<const Place> places) const noexcept;

    std::vector<Element> elements_;
    std::vector<Attribute> attributes_;
    PlacesByName byName_;
    PlacesByName byAttribute_;
};

} // namespace ncp::transform::rules
