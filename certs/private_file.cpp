#include "certs/private_file.hpp"

#include <fcntl.h>
#include <string>
#include <system_error>
#include <unistd.h>

namespace ncp::certs {

Result<void> writePrivateFile(const std::filesystem::path& file, std::string_view bytes) {
    const auto refuse = [&](const std::string& why) {
        return fail(ErrorCode::ConfigurationInvalid, file.string() + ": " + why);
    };
    const auto unfinished = std::filesystem::path{file}.concat(".new");
    std::error_code ignored;
    std::filesystem::remove(unfinished, ignored);
    const int descriptor =
        ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return refuse("can't be written");
    }
    const auto written = ::write(descriptor, bytes.data(), bytes.size());
    const bool whole = written == static_cast<ssize_t>(bytes.size()) && ::fsync(descriptor) == 0;
    if (::close(descriptor) != 0 || !whole) {
        return refuse("can't be written");
    }
    std::error_code failed;
    std::filesystem::rename(unfinished, file, failed);
    if (failed) {
        return refuse(failed.message());
    }
    return {};
}

} // namespace ncp::certs
