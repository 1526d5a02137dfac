#pragma once

#include "base/xml/document.hpp"
#include "transform/inventory/inventory.hpp"
#include "transform/inventory/leaf_kinds.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ncp::transform::inventory {

/// One walk over a document that writes its leaves down.
class Reader {
  public:
    static Inventory read(xml::Node root);

  private:
    using Pieces = std::vector<xml::Node::Piece>;

    /// What is known of the children of one element while they are read.
    struct Siblings {
        PlaceIndex parent = 0;
        bool ordered = false;
        std::uint32_t order = 0; ///< pieces so far, where order matters
        std::unordered_map<const char*, std::uint32_t> ofName;
        std::vector<PlaceIndex> places;
    };

    void element(xml::Node element, PlaceIndex place, const Context& context);
    bool attributes(xml::Node element, PlaceIndex place, const Context& context);
    void content(xml::Node element, const Pieces& pieces, PlaceIndex place, const Context& context);
    void text(xml::Node parent, const Pieces& pieces, std::size_t at, Siblings& siblings,
              const Context& context);
    PlaceIndex placeOf(xml::Node child, Siblings& siblings);
    PlaceIndex addPlace(Place place, Siblings& siblings);
    void markAlone(const Siblings& siblings);
    void add(xml::Node element, PlaceIndex place, const Context& context, Kind kind, std::vector<Part> parts);
    std::string_view keep(std::string_view text);
    std::string_view statementOf(xml::Node translation);

    Inventory inventory_;
};

} // namespace ncp::transform::inventory
