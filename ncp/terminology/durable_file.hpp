#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <string_view>

namespace ncp::terminology {

/// Writes a file aside, in the same folder under a name that nobody else uses, has it reach the disk, and
/// renames it into place: a reader sees the former file or the whole new one, also after a power cut.
/// Everybody may read it. StorageFailed names the file.
Result<void> writeDurably(const std::filesystem::path& file, std::string_view bytes);

} // namespace ncp::terminology
