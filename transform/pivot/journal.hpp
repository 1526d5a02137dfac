#pragma once

#include "base/xml/stream.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::pivot {

/// What a transformation changes in a document: everything that no entry names stays as it is, byte for byte.
class Journal {
  public:
    /// `text` takes the place of the bytes; an empty range inserts it.
    void replace(xml::Range bytes, std::string_view text);
    void insert(std::size_t at, std::string_view text) { replace({at, at}, text); }

    bool empty() const noexcept { return entries_.empty(); }
    /// The ranges of the input that are replaced or, empty ones, where something is inserted; in document
    /// order.
    std::vector<xml::Range> places() const;
    /// The document with all changes. Of those at one place, the first that was entered comes first.
    std::string applyTo(std::string_view document) const;

  private:
    struct Entry {
        xml::Range place;
        xml::Range text; ///< of texts_
    };
    std::vector<Entry> sorted() const;

    std::vector<Entry> entries_;
    std::string texts_;
};

} // namespace ncp::transform::pivot
