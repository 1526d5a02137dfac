#pragma once

#include "transform/inventory/inventory.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace ncp::transform::inventory {

/// A leaf that did not simply stay.
struct Change {
    Kind kind = Kind::Text;
    std::string path;
    long line = 0;      ///< in the document before; for what was added, in the document after
    std::string before; ///< what it said; empty for what was added
    std::string after;  ///< what stands there now; empty for what is lost
};

/// What became of every leaf of a document: before = kept + translated + recoded + lost, none twice.
struct Account {
    std::size_t before = 0; ///< leaves of the document before
    std::size_t after = 0;  ///< leaves of the document after
    std::size_t kept = 0;   ///< the same place says the same; a code may also stand in a translation beside
    std::array<std::size_t, kKinds> keptOfKind{};
    std::vector<Change> translated; ///< same concept with another name; the original is a translation beside
    std::vector<Change> recoded;    ///< another concept in its place, the original beside; or [IU] for [iU]
    std::vector<Change> added;      ///< nothing before says this
    std::vector<Change> lost;

    bool complete() const noexcept { return lost.empty(); }
};

/// Compares two forms of one document. Each leaf of `after` answers for one leaf of `before` at most, by
/// exact place and exact value: nothing cancels out. One exception: a translation that always stood beside a
/// code also answers for the name that the code had, where it says that name of that concept, and the code's
/// system and version still stand. Cost: n log n in the leaves of both.
Account account(const Inventory& before, const Inventory& after);

} // namespace ncp::transform::inventory
