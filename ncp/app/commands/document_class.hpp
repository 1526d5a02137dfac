#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ncp::app::commands {

/// LOINC code of a document class by the name that the command line has for it (ps, ep, overview, discharge,
/// laboratory, imaging, images) or by the code itself. InputRefused.
Result<std::string> documentClass(std::string_view name);

/// The same for several, each once.
Result<std::vector<std::string>> documentClasses(const std::vector<std::string>& names);

} // namespace ncp::app::commands
