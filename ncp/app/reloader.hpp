#pragma once

#include "base/guarded.hpp"
#include "base/log.hpp"
#include "base/result.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace ncp::app {

/// What tells one state of a file from another.
struct FileState {
    std::filesystem::path file;
    std::int64_t modified = -1; ///< nanoseconds; -1 where there is no such file
    std::uint64_t size = 0;
    std::uint64_t inode = 0;

    friend bool operator==(const FileState&, const FileState&) = default;
};
std::vector<FileState> statesOf(const std::vector<std::filesystem::path>& files);

/// Looks at files every few seconds on a thread of its own and has their new content taken when one changed,
/// or when somebody asks for it. A file that is written in place is taken when two looks find it the same,
/// since half of it may be a sound file too; one that was renamed into its place, at once. What can't be
/// taken is told and tried again when a file changes again: what is in force stays in force.
class Reloader {
  public:
    struct Parts {
        std::string_view what; ///< for the log: `keys`, `terminology`
        std::chrono::milliseconds period;
        std::function<std::vector<std::filesystem::path>()> files;
        std::function<bool()> due; ///< something else than a file asks for it: a certificate whose time came
        std::function<Result<void>()> take;
        std::function<void(bool taken)> tell; ///< for the metrics
        Logger& log;
    };
    /// `loaded`: the files as they were before they were read the first time.
    Reloader(Parts parts, std::vector<FileState> loaded);
    ~Reloader();
    Reloader(const Reloader&) = delete;
    Reloader& operator=(const Reloader&) = delete;

    /// Nothing is taken after it. May be called again.
    void stop();
    /// Has everything taken anew soon, changed or not. Does not wait.
    void request();
    /// Why the newest files are not in force; nothing when they are.
    std::optional<std::string> fault() const;

  private:
    void watch();
    void take();
    bool wholeAsFarAsSeen(const std::vector<FileState>& states) const;

    Parts parts_;
    std::vector<FileState> seen_;   ///< when they were last taken
    std::vector<FileState> looked_; ///< at the last look
    mutable Guarded<std::optional<std::string>> fault_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool requested_ = false;
    bool ended_ = false;
    std::thread thread_;
};

} // namespace ncp::app
