#include "ncp/terminology/durable_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace ncp::terminology {
namespace {

tl::unexpected<Error> failBy(const std::filesystem::path& file, int cause) {
    return fail(ErrorCode::StorageFailed,
                file.string() + ": can't be written: " + std::generic_category().message(cause));
}

/// A file that is being written; gone at the end of its scope unless it was given its place.
class Unfinished {
  public:
    explicit Unfinished(const std::filesystem::path& file)
        : name_(file.string() + ".XXXXXX"), descriptor_(::mkstemp(name_.data())) {}
    ~Unfinished() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
            if (!placed_) {
                ::unlink(name_.c_str());
            }
        }
    }
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;

    bool made() const noexcept { return descriptor_ >= 0; }

    bool write(std::string_view bytes) const noexcept {
        while (!bytes.empty()) {
            const auto written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written < 0 && errno != EINTR) {
                return false;
            }
            bytes.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
        }
        constexpr mode_t kReadableByAll = 0644;
        return ::fchmod(descriptor_, kReadableByAll) == 0 && ::fsync(descriptor_) == 0;
    }

    bool place(const std::filesystem::path& file) noexcept {
        placed_ = ::rename(name_.c_str(), file.c_str()) == 0;
        return placed_;
    }

  private:
    std::string name_;
    int descriptor_;
    bool placed_ = false;
};

/// The rename itself must survive, too. `errno` says why it may not; an empty path is the working directory.
bool syncFolder(const std::filesystem::path& folder) noexcept {
    const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
        return false;
    }
    const bool synced = ::fsync(descriptor) == 0;
    const int cause = errno;
    ::close(descriptor);
    errno = cause;
    return synced;
}

} // namespace

Result<void> writeDurably(const std::filesystem::path& file, std::string_view bytes) {
    Unfinished unfinished{file};
    if (!unfinished.made() || !unfinished.write(bytes) || !unfinished.place(file) ||
        !syncFolder(file.parent_path())) {
        return failBy(file, errno);
    }
    return {};
}

} // namespace ncp::terminology
