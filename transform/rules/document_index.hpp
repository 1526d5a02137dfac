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

    std::span<const Place> below(Place place, const std::vector<Place>& places) const noexcept;

    std::vector<Element> elements_;
    std::vector<Attribute> attributes_;
    std::vector<std::vector<Place>> byName_;
    std::vector<std::vector<Place>> byAttribute_;
};

} // namespace ncp::transform::rules
