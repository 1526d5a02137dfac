#pragma once

#include "ncp/national/folder_snapshot.hpp"

#include <filesystem>
#include <optional>

namespace ncp::national {

/// Stamp of a regular file; nothing where there is none.
std::optional<FileStamp> stampOf(const std::filesystem::path& file);

/// Reads NAME.xml and, where it is there, NAME.pdf. What can't be served is a fault of the answer. Nothing
/// when a file changed while it was read: it is being written, and the next scan reads it. What is served is
/// the pivot that `pivot` makes of the file; null serves the file. A document without a pivot is listed as it
/// lies there, with the refusal that a retrieval gets.
std::optional<FolderFile> readFolderFile(const std::filesystem::path& xml, const FolderIdentity& identity,
                                         const std::shared_ptr<const PivotMaker>& pivot = nullptr);

} // namespace ncp::national
