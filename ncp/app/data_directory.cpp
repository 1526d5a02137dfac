#include "ncp/app/data_directory.hpp"

#include <cstdlib>
#include <system_error>

namespace ncp::app {

std::filesystem::path dataDirectory() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): read once at the start, before any thread
    if (const char* named = std::getenv("NCP_DATA_DIR"); named != nullptr && *named != '\0') {
        return named;
    }
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    const auto installed = program.parent_path().parent_path() / "share" / "ncp";
    if (!error && std::filesystem::is_directory(installed, error)) {
        return installed;
    }
    return NCP_CONFIG_DIR;
}

} // namespace ncp::app
