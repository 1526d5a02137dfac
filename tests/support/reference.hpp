#pragma once

#include "base/xml/schema.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace ncp::test {

/// A file or folder of the reference data (environment NCP_REFERENCE_DIR, else ../shared/reference beside the
/// repository). Where it is absent the test says that it was skipped.
std::optional<std::filesystem::path> referencePath(std::string_view relative);

/// The content of a file.
std::string readFile(const std::filesystem::path& file);

/// Faults of a message against a schema of the reference data; empty when it is valid or the data is absent.
std::string schemaFaults(std::string_view message, std::string_view schema);

} // namespace ncp::test
