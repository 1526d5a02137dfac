#pragma once

#include "base/result.hpp"
#include "base/xml/document.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace ncp::transform::inventory {

/// What a leaf says. Every attribute and every text of a document is part of exactly one leaf.
enum class Kind : std::uint8_t {
    Code,       ///< code, codeSystem, codeSystemName, codeSystemVersion, displayName of one element
    Quantity,   ///< value and unit
    Time,       ///< a point in time as HL7 TS
    Text,       ///< narrative and free text, white space as a reader sees it
    Identifier, ///< root, extension, assigningAuthorityName
    NullFlavor,
    Reference, ///< from an entry to the narrative, to a file or an address; and the ID that is pointed to
    Media,     ///< an embedded file: digest and size of its bytes
    Attribute, ///< any other: negationInd, institutionSpecified, operator, use, typeCode, xsi:type …
    Element,   ///< an element that says nothing but that it is there: a line break, an empty cell
};
inline constexpr std::size_t kKinds = 10;

/// `code`, `text`, `null_flavor` …: key of the texts, and what programs read.
std::string_view name(Kind kind) noexcept;

/// Where in a clinical document a leaf stands.
enum class Region : std::uint8_t {
    Header,
    Narrative, ///< below section/text
    Section,   ///< the section's own code, title and id
    Entry,     ///< the coded statements
    Body,      ///< the file of a level 1 document
};

/// One attribute of a leaf, or its text (then `name` is empty). The name lives as long as the inventory.
struct Part {
    std::string_view name;
    std::string value;
    friend auto operator<=>(const Part&, const Part&) = default;
};

using PlaceIndex = std::uint32_t;

/// The smallest thing in a document that can be lost.
struct Leaf {
    Kind kind = Kind::Text;
    Region region = Region::Header;
    bool clinical = false;    ///< a reader must see it; see clinicalLeaves
    bool translation = false; ///< stands in or below a `translation`
    PlaceIndex place = 0;     ///< the element; see Inventory::place
    long line = 0;
    std::vector<Part> parts; ///< never empty, sorted by name

    /// Value of the part of that name; empty where there is none.
    std::string_view part(std::string_view partName) const noexcept;
};

/// An element on the way to a leaf. A `translation` belongs to the coded element that it translates, however
/// deep it is nested in others, and is told from its siblings by what it says instead of by its position:
/// then a translation that is moved, or set beside another, is the same place.
struct Place {
    PlaceIndex parent = 0; ///< the root is its own parent
    std::string_view namespaceUri;
    std::string_view element;     ///< local name
    std::uint32_t position = 1;   ///< among siblings of that name, as in a path
    std::uint32_t order = 1;      ///< what tells it from its siblings; counts all of them where order matters
    std::string_view translation; ///< what a translation says; empty for other elements
    bool alone = true;            ///< no sibling has its name: the path shows no position
};

/// All leaves of a document, in document order, detached from its XML.
class Inventory {
  public:
    std::span<const Leaf> leaves() const noexcept { return leaves_; }
    const Place& place(PlaceIndex index) const noexcept { return places_[index]; }
    std::size_t places() const noexcept { return places_.size(); }

    /// /ClinicalDocument/component/…/value/@code; the attribute is left out for codes, quantities,
    /// identifiers and texts.
    std::string path(const Leaf& leaf) const;
    std::string path(PlaceIndex place) const;
    /// What the leaf says, for people: "91936005 of 2.16.840.1.113883.6.96 (Allergy to penicillin)", "500
    /// mg".
    static std::string describe(const Leaf& leaf);

    Inventory(Inventory&&) noexcept = default;
    Inventory& operator=(Inventory&&) noexcept = default;

  private:
    friend class Reader;
    Inventory() = default;

    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept {
            return std::hash<std::string_view>{}(text);
        }
    };

    std::vector<Leaf> leaves_;
    std::vector<Place> places_;
    std::unordered_set<std::string, Hash, std::equal_to<>> names_; ///< what the views above point into
};

/// The leaves of a document. Takes any XML; regions and clinical meaning are those of CDA R2. Linear in the
/// size of the document. Comments, processing instructions, prefixes and the way an attribute is quoted are
/// no content; a QName in xsi:type counts by the namespace that it means.
Inventory takeInventory(const xml::Document& document);
/// The same from bytes. MalformedXml or XmlLimitExceeded.
Result<Inventory> takeInventory(std::string_view bytes);

/// The leaves that a reader must see: display names, quantities, times, names, free text and narrative,
/// negations, moods of what is no fact, states, null flavours, lots, people and places. Not: templateIds, the
/// ids of entries, classes, codes that only name the structure (CONC, SEV …), references into the narrative,
/// layout.
std::vector<const Leaf*> clinicalLeaves(const Inventory& inventory);

} // namespace ncp::transform::inventory
