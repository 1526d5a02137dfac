#pragma once

#include "tests/support/temporary_directory.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <sys/types.h>

namespace ncp::bench {

/// Ties the calling thread, and threads that it starts later, to one processor; does nothing where there is
/// only one.
void pinTo(unsigned processor);

/// A node PT (`ncp serve`) in a process of its own on processor 1, with a PKI, a store and a configuration of
/// its own in a directory that goes away at the end. It serves the demonstration's documents and takes
/// dispensations.
class NodeUnderLoad {
  public:
    explicit NodeUnderLoad(const std::filesystem::path& program);
    ~NodeUnderLoad();
    NodeUnderLoad(const NodeUnderLoad&) = delete;
    NodeUnderLoad& operator=(const NodeUnderLoad&) = delete;

    std::uint16_t port() const noexcept { return port_; }
    /// Of the development PKI: ca/, no/, pt/.
    std::filesystem::path pki() const { return directory_.path() / "pki"; }
    /// An ePrescription of which any number of packages may be handed out.
    std::filesystem::path prescription() const;
    /// CPU time of the process since its start, all threads, user and system.
    std::chrono::nanoseconds cpu() const;
    std::size_t residentKilobytes() const;

  private:
    void provideDocuments() const;
    void waitUntilReady() const;

    test::TemporaryDirectory directory_;
    std::uint16_t port_;
    std::uint16_t adminPort_;
    pid_t process_ = -1;
};

} // namespace ncp::bench
