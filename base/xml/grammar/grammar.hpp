#pragma once

#include "base/result.hpp"
#include "base/xml/document.hpp"
#include "base/xml/grammar/tables.hpp"

#include <filesystem>

namespace ncp::xml::grammar {

/// An XML Schema compiled into tables that tell quickly that a document is valid, and nothing else: what is
/// wrong with one that is not, libxml2 says. Immutable, shared by threads.
class Grammar {
  public:
    /// Of the files that libxml2 has compiled without complaint. ConfigurationInvalid where the schema has
    /// constructs that are not understood; libxml2 then judges alone.
    static Result<Grammar> load(const std::filesystem::path& file);

    /// True only where the document is valid. False where it is not, and where it holds what is left to
    /// libxml2: xsi:nil, white space that a type collapses, letters beyond ASCII in a pattern, a tree whose
    /// attributes of type ID are marked already.
    bool accepts(const Document& document) const;

  private:
    explicit Grammar(Tables tables) : tables_(std::move(tables)) {}

    Tables tables_;
};

} // namespace ncp::xml::grammar
