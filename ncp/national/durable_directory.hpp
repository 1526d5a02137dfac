#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::national {

/// A directory of files that are written once and never changed: each is there whole or not at all, also
/// after a loss of power, and stays. Processes and threads that write take turns; reading needs no turn. The
/// file system must know hard links and flock(2).
class DurableDirectory {
  public:
    /// Makes the directory where it is absent. StorageFailed.
    static Result<DurableDirectory> open(const std::filesystem::path& directory);

    /// The right to write, until it goes away.
    class Turn;
    /// DeadlineExceeded when others keep it longer; StorageFailed.
    Result<Turn> turn(Deadline deadline) const;

    /// Names of the files, in order. StorageFailed.
    Result<std::vector<std::string>> names() const;
    /// StorageFailed; the detail names no content.
    Result<std::string> read(const std::string& name) const;
    /// Durable when it returns. StorageFailed: then nothing is there under that name; also for a name that
    /// is taken.
    Result<void> add(const Turn& turn, const std::string& name, std::string_view content) const;
    /// Makes what is there durable: a process may have died between adding a file and making its name so.
    /// StorageFailed.
    Result<void> confirm(const Turn& turn) const;

  private:
    explicit DurableDirectory(std::filesystem::path directory);

    std::filesystem::path directory_;
    std::unique_ptr<std::timed_mutex> writing_; ///< of this process; flock makes other processes wait
};

class DurableDirectory::Turn {
  public:
    Turn(std::unique_lock<std::timed_mutex> within, int lockFile) noexcept
        : within_(std::move(within)), lockFile_(lockFile) {}
    Turn(Turn&& other) noexcept;
    Turn& operator=(Turn&&) = delete;
    ~Turn();

  private:
    std::unique_lock<std::timed_mutex> within_;
    int lockFile_;
};

} // namespace ncp::national
