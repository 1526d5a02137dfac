#pragma once

#include "base/result.hpp"
#include "base/texts.hpp"
#include "base/xml/document.hpp"
#include "ncp/app/exit_code.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::app::commands {

/// Sentences about documents and rules, from the installation's texts.
Result<Texts> loadDocumentTexts();
/// The bytes of a file, or of the standard input where it is named `-`; InputRefused names the file.
Result<std::string> readInput(const std::filesystem::path& file);
/// The tree of a clinical document; faults name the file.
Result<xml::Document> readDocument(const std::filesystem::path& file);
/// The files that were named, and every .xml below the folders that were named; sorted.
std::vector<std::filesystem::path> expandFolders(const std::vector<std::filesystem::path>& named);
/// To the file or, where none is named, to the standard output.
ExitCode deliver(const std::filesystem::path& out, std::string_view bytes);

} // namespace ncp::app::commands
