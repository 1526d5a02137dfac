#pragma once

#include "base/result.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <sys/types.h>

namespace ncp::app::commands {

/// A node in a process of its own: `ncp serve` with a configuration file, its output in a log file. Ends with
/// its owner.
class NodeProcess {
  public:
    static Result<NodeProcess> start(const std::filesystem::path& configuration,
                                     const std::filesystem::path& logFile);
    NodeProcess(NodeProcess&& other) noexcept;
    NodeProcess& operator=(NodeProcess&&) = delete;
    ~NodeProcess();

    /// Waits until the node answers ready on its admin port; the error holds the end of its log when it ends
    /// before that.
    Result<void> waitUntilReady(std::uint16_t adminPort, std::chrono::seconds patience);
    /// False when the process has ended.
    bool running();
    pid_t id() const noexcept { return process_; }

  private:
    NodeProcess(pid_t process, std::filesystem::path logFile)
        : process_(process), logFile_(std::move(logFile)) {}

    pid_t process_;
    std::filesystem::path logFile_;
};

} // namespace ncp::app::commands
