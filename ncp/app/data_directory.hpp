#pragma once

#include <filesystem>

namespace ncp::app {

/// Where texts, terminology, policies and search masks are: NCP_DATA_DIR, else `share/ncp` beside the
/// installed program, else the source tree's `config` that the program was built from.
std::filesystem::path dataDirectory();

} // namespace ncp::app
