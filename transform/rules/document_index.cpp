#include "transform/rules/document_index.hpp"

#include "base/xml/attribute_cursor.hpp"
#include "base/xml/known_names.hpp"

#include <algorithm>
#include <numeric>

namespace ncp::transform::rules {
namespace {

std::string_view localPart(std::string_view value) noexcept {
    const auto colon = value.find(':');
    return colon == std::string_view::npos ? value : value.substr(colon + 1);
}

} // namespace

PlacesByName::PlacesByName(std::span<const Entry> entries, std::size_t names)
    : begins_(names + 1), places_(entries.size()) {
    for (const auto& entry : entries) {
        ++begins_[entry.name + 1U];
    }
    std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
    auto next = begins_;
    for (const auto& entry : entries) {
        places_[next[entry.name]++] = entry.place;
    }
}

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
        index_.byName_ = PlacesByName{named_, names_.elementCount()};
        index_.byAttribute_ = PlacesByName{withAttribute_, names_.attributeCount()};
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
        const auto space = node.namespaceUri();
        const auto local = node.name();
        const auto name =
            elementNames_.get(space.data(), local.data(), [&] { return names_.element(space, local); });
        const auto attributes = static_cast<std::uint32_t>(index_.attributes_.size());
        readAttributes(node, place);
        const auto count = static_cast<std::uint16_t>(index_.attributes_.size() - attributes);
        index_.elements_.push_back({node, parent, place, name, count, attributes});
        if (name != kOtherName) {
            named_.push_back({name, place});
        }
        return place;
    }

    void readAttributes(xml::Node node, Place place) {
        for (xml::AttributeCursor at{node}; !at.atEnd(); at.advance()) {
            const auto space = at.namespaceUri();
            const auto local = at.name();
            const auto name = attributeNames_.get(space.data(), local.data(),
                                                  [&] { return names_.attribute(space, local); });
            if (name != kOtherName) {
                index_.attributes_.push_back({name, name == type_ ? localPart(at.value()) : at.value()});
                withAttribute_.push_back({name, place});
            }
        }
    }

    DocumentIndex& index_;
    const Names& names_;
    NameId type_;
    std::vector<PlacesByName::Entry> named_;
    std::vector<PlacesByName::Entry> withAttribute_;
    xml::KnownNames<NameId> elementNames_;
    xml::KnownNames<NameId> attributeNames_;
};

DocumentIndex::DocumentIndex(xml::Node root, const Names& names) {
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

std::span<const Place> DocumentIndex::below(Place place, std::span<const Place> places) const noexcept {
    const auto first = std::ranges::upper_bound(places, place);
    const auto last = std::ranges::lower_bound(first, places.end(), end(place));
    return {first, last};
}

std::span<const Place> DocumentIndex::named(Place place, NameId name) const noexcept {
    return below(place, byName_.of(name));
}

std::span<const Place> DocumentIndex::withAttribute(Place place, NameId name) const noexcept {
    return below(place, byAttribute_.of(name));
}

} // namespace ncp::transform::rules
