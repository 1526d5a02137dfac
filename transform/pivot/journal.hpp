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
    /// What is written next takes the place of the bytes; of an empty range it is inserted there.
    void begin(xml::Range bytes) { entries_.push_back({bytes, {texts_.size(), texts_.size()}}); }
    void write(std::string_view text) {
        texts_ += text;
        entries_.back().text.end = texts_.size();
    }
    /// With the signs of markup and of quotes as entities.
    void writeEscaped(std::string_view text);

    void replace(xml::Range bytes, std::string_view text) {
        begin(bytes);
        write(text);
    }
    void insert(std::size_t at, std::string_view text) { replace({at, at}, text); }

    /// Puts the changes in document order; of those at one place, the first that was entered comes first.
    /// To be called before they are read.
    void sort();

    bool empty() const noexcept { return entries_.empty(); }
    /// The ranges of the input that are replaced or, empty ones, where something is inserted; in document
    /// order.
    std::vector<xml::Range> places() const;
    /// The document with all changes.
    std::string applyTo(std::string_view document) const;

  private:
    struct Entry {
        xml::Range place;
        xml::Range text; ///< of texts_
    };
    std::vector<Entry> entries_;
    std::string texts_;
};

} // namespace ncp::transform::pivot
