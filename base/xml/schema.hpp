#pragma once

#include "base/xml/document.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace ncp::xml {

/// Where a document departs from a schema. The message may quote document text: for tests and for the person
/// who asked for a validation, never for logs.
struct SchemaFault {
    long line = 0;
    std::string message;
};

/// An XML Schema, compiled once, shared by threads. Load schemas before the signature library starts: its
/// input callbacks get in the way of schema files that include others.
class Schema {
  public:
    static Result<Schema> load(const std::filesystem::path& file);

    std::vector<SchemaFault> validate(const Document& document) const;

    Schema(Schema&&) noexcept;
    Schema& operator=(Schema&&) noexcept;
    ~Schema();

  private:
    struct Compiled;
    explicit Schema(std::unique_ptr<Compiled> compiled) noexcept;

    std::unique_ptr<Compiled> compiled_;
};

} // namespace ncp::xml
