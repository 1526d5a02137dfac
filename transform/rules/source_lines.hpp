#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::rules {

/// The lines of a document, to show a reader where something was found. A view of the bytes.
class SourceLines {
  public:
    explicit SourceLines(std::string_view bytes);

    /// The beginning of a line (numbered from 1) without its indentation, fit for a terminal; empty where
    /// there is no such line or it is too long to say where something is.
    std::string excerpt(long number) const;

  private:
    std::string_view bytes_;
    std::vector<std::size_t> starts_;
};

/// Text of a document or a file system as a terminal may show it: what would steer the terminal, start a new
/// line or turn the direction of writing (C0, C1, bidirectional controls), and bytes that are no UTF-8, as
/// U+FFFD.
std::string printable(std::string_view text);

} // namespace ncp::transform::rules
