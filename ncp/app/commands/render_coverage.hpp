#pragma once

#include "base/texts.hpp"
#include "ncp/app/exit_code.hpp"

#include <filesystem>
#include <vector>

namespace ncp::app::commands {

/// Renders each document in every language and form, and says what clinical content a page lacks: one line a
/// document, then one for each missing leaf with line, path, kind and what the document says. Negative when
/// something is missing, InputRefused when a file can't be read. Holds patient data.
ExitCode reportCoverage(const std::vector<std::filesystem::path>& files, const Texts& texts, bool json,
                        const std::filesystem::path& out);

} // namespace ncp::app::commands
