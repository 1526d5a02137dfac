#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <string_view>

namespace ncp::certs {

/// Writes a file that only its owner may read from the moment it exists (mode 0600), and renames it into
/// place when it is whole and on the disk. ConfigurationInvalid names the file.
Result<void> writePrivateFile(const std::filesystem::path& file, std::string_view bytes);

} // namespace ncp::certs
