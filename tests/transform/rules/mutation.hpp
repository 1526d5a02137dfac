#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::test {

/// Where an element stands in the bytes of a well-formed document.
struct ElementPlace {
    std::size_t begin = 0;  ///< of its start tag
    std::size_t tagEnd = 0; ///< just behind the start tag
    std::size_t end = 0;    ///< just behind the element
    std::size_t parent = 0; ///< index among the places; its own for the root
};

/// Every element of a document, in document order. Comments and instructions are passed over.
std::vector<ElementPlace> elementPlaces(std::string_view document);

/// A document changed in one place, as the seed says: an element taken out, doubled, moved, renamed; an
/// attribute taken out, added, given another value; another data type; text where none was. Still well-formed
/// in most cases; the same seed gives the same change on every machine.
std::string mutated(std::string_view document, std::uint32_t seed);

} // namespace ncp::test
