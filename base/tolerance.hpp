#pragma once

#include <span>
#include <string_view>

namespace ncp {

/// A departure of a peer from the profiles that we live with. Readers note its name; it is counted per peer,
/// stands in the audit row and may be refused per country.
struct Tolerance {
    std::string_view name;
    std::string_view where; ///< the profile or the message that it departs from
    std::string_view peer;  ///< what the peer does
    std::string_view we;    ///< what we do with it
    bool affectsData;       ///< a value that the peer sent is changed, chosen or left out
};

/// All of them, in the order of the page on interoperability.
std::span<const Tolerance> tolerances() noexcept;
/// Null for a name that is in no row.
const Tolerance* findTolerance(std::string_view name) noexcept;

} // namespace ncp
