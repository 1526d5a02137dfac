#pragma once

#include "base/xml/document.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ncp::xml {

/// In what way a document departs from a schema.
enum class SchemaFaultKind : std::uint8_t {
    Root,              ///< the schema knows no such document
    UnexpectedElement, ///< an element that has no place here
    MissingElement,    ///< an element that has to come before the parent ends
    UnknownAttribute,
    MissingAttribute,
    Value, ///< an attribute's value or a text that its type doesn't have
    Text,  ///< text where none may be
    Type,  ///< xsi:type names no type, or one that has no place here
    Other,
};

/// Where a document departs from a schema. The message may quote document text: for tests and for the person
/// who asked for a validation, never for logs.
struct SchemaFault {
    long line = 0;
    std::string message;
    SchemaFaultKind kind = SchemaFaultKind::Other;
    std::optional<Node> element{}; ///< what the fault is about, or whose attribute it is
    std::string attribute{};       ///< name of the attribute that it is about; empty for the element itself
};

/// An XML Schema, compiled once, shared by threads: by libxml2, and into tables (`grammar::Grammar`) where
/// those understand it. The tables only ever say that a document is valid; faults are libxml2's. Load schemas
/// before the signature library starts: its input callbacks get in the way of schema files that include
/// others.
class Schema {
  public:
    static Result<Schema> load(const std::filesystem::path& file);

    /// The first faults in document order, `kMostFaults` at most; none where the document is valid.
    std::vector<SchemaFault> validate(const Document& document) const;
    static constexpr std::size_t kMostFaults = 200;

    /// True where the tables alone show that the document is valid. False says nothing.
    bool accepts(const Document& document) const;
    /// What libxml2 alone finds: the same as `validate()`, at five times the cost for a valid document.
    /// Values of type xs:ID are marked as such in the tree, which stays the same otherwise.
    std::vector<SchemaFault> faults(const Document& document) const;

    Schema(Schema&&) noexcept;
    Schema& operator=(Schema&&) noexcept;
    ~Schema();

  private:
    struct Compiled;
    explicit Schema(std::unique_ptr<Compiled> compiled) noexcept;

    std::unique_ptr<Compiled> compiled_;
};

} // namespace ncp::xml
