#include "ncp/national/durable_directory.hpp"

#include "base/table.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace ncp::national {
namespace {

constexpr const char* kLockFile = ".lock";
constexpr const char* kIncoming = ".incoming";
constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;

tl::unexpected<Error> failed(std::string_view what, int error) {
    return fail(ErrorCode::StorageFailed, std::string{what} + ": " + std::strerror(error));
}

/// Owner of a file descriptor.
class Descriptor {
  public:
    explicit Descriptor(int number) noexcept : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }

    int get() const noexcept { return number_; }
    bool open() const noexcept { return number_ >= 0; }
    int release() noexcept { return std::exchange(number_, -1); }
    /// Some file systems tell only here that writing has failed.
    bool close() noexcept { return ::close(std::exchange(number_, -1)) == 0; }

  private:
    int number_;
};

/// Makes the names in a directory durable.
Result<void> synchronise(const std::filesystem::path& directory) {
    const Descriptor opened{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!opened.open() || ::fsync(opened.get()) != 0) {
        return failed("a directory can't be made durable", errno);
    }
    return {};
}

bool writeAll(int file, std::string_view content) {
    while (!content.empty()) {
        const auto written = ::write(file, content.data(), content.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

Result<void> writeNew(const std::filesystem::path& file, std::string_view content) {
    Descriptor opened{::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly)};
    if (!opened.open()) {
        return failed("a file can't be made", errno);
    }
    if (!writeAll(opened.get(), content) || ::fsync(opened.get()) != 0 || !opened.close()) {
        return failed("a file can't be written", errno);
    }
    return {};
}

} // namespace

DurableDirectory::DurableDirectory(std::filesystem::path directory)
    : directory_(std::move(directory)), writing_(std::make_unique<std::timed_mutex>()) {}

Result<DurableDirectory> DurableDirectory::open(const std::filesystem::path& directory) {
    std::error_code error;
    const auto place = std::filesystem::absolute(directory).lexically_normal();
    auto known = place;
    while (!std::filesystem::exists(known, error) && known.has_relative_path()) {
        known = known.parent_path();
    }
    std::filesystem::create_directories(place, error);
    if (error || !std::filesystem::is_directory(place, error)) {
        return fail(ErrorCode::StorageFailed, "the directory can't be made: " + error.message());
    }
    for (auto made = place; made != known; made = made.parent_path()) {
        if (auto durable = synchronise(made.parent_path()); !durable) {
            return passOn(durable);
        }
    }
    return DurableDirectory{place};
}

Result<DurableDirectory::Turn> DurableDirectory::turn(Deadline deadline) const {
    const auto late = [] { return fail(ErrorCode::DeadlineExceeded, "others keep writing"); };
    std::unique_lock within{*writing_, deadline};
    if (!within) {
        return late();
    }
    Descriptor lock{::open((directory_ / kLockFile).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly)};
    if (!lock.open()) {
        return failed("the lock can't be opened", errno);
    }
    // flock has no deadline of its own; another process keeps it for a few milliseconds.
    for (std::chrono::milliseconds pause{1}; ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0;
         pause = std::min(pause * 2, std::chrono::milliseconds{50})) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return failed("the lock can't be taken", errno);
        }
        if (std::chrono::steady_clock::now() + pause >= deadline) {
            return late();
        }
        std::this_thread::sleep_for(pause);
    }
    return Turn{std::move(within), lock.release()};
}

DurableDirectory::Turn::Turn(Turn&& other) noexcept
    : within_(std::move(other.within_)), lockFile_(std::exchange(other.lockFile_, -1)) {}

DurableDirectory::Turn::~Turn() {
    if (lockFile_ >= 0) {
        ::close(lockFile_);
    }
}

Result<std::vector<std::string>> DurableDirectory::names() const {
    std::error_code error;
    std::vector<std::string> found;
    using Iterator = std::filesystem::directory_iterator;
    for (Iterator at{directory_, error}; !error && at != Iterator{}; at.increment(error)) {
        auto name = at->path().filename().string();
        if (!name.starts_with('.')) {
            found.push_back(std::move(name));
        }
    }
    if (error) {
        return fail(ErrorCode::StorageFailed, "the directory can't be read: " + error.message());
    }
    std::ranges::sort(found);
    return found;
}

Result<std::string> DurableDirectory::read(const std::string& name) const {
    auto content = readFile(directory_ / name);
    if (!content) {
        return fail(ErrorCode::StorageFailed, name + " can't be read");
    }
    return content;
}

Result<void> DurableDirectory::add(const Turn& /*turn*/, const std::string& name,
                                   std::string_view content) const {
    const auto incoming = directory_ / kIncoming;
    const auto file = directory_ / name;
    // Left by a process that died; it may be the same file as one that was added, so it is not written to.
    ::unlink(incoming.c_str());
    if (auto written = writeNew(incoming, content); !written) {
        ::unlink(incoming.c_str());
        return written;
    }
    const bool linked = ::link(incoming.c_str(), file.c_str()) == 0;
    const auto error = errno;
    ::unlink(incoming.c_str());
    if (!linked) {
        return failed("a file can't be put in its place", error);
    }
    if (auto durable = synchronise(directory_); !durable) {
        ::unlink(file.c_str());
        return durable;
    }
    return {};
}

Result<void> DurableDirectory::confirm(const Turn& /*turn*/) const {
    return synchronise(directory_);
}

} // namespace ncp::national
