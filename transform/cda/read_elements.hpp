#pragma once

#include "base/xml/document.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ncp::transform::cda {

/// Elements of one document that have been read, by their address: a flat hash table, since every element of
/// an entry is noted and asked for.
class ReadElements {
  public:
    void insert(xml::Node element);
    bool contains(xml::Node element) const noexcept;

  private:
    /// Where the element stands, or the free place where it belongs.
    std::size_t placeOf(const void* element) const noexcept;
    void grow();

    std::vector<const void*> places_; ///< a power of two of them, at most half of them taken
    std::size_t taken_ = 0;
};

} // namespace ncp::transform::cda
