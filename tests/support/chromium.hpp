#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>

namespace ncp::test {

/// Chromium without a window, where it is installed; else the test says that it was skipped.
class Chromium {
  public:
    static std::optional<Chromium> find();

    /// Loads a page from a file, waits until its scripts are done, and gives its document as HTML.
    std::string open(const std::filesystem::path& page) const;

  private:
    explicit Chromium(std::string program) : program_(std::move(program)) {}

    std::string program_;
};

/// An address on this machine that tells whether somebody came. Visitors are sent away at once.
class Beacon {
  public:
    Beacon();
    ~Beacon();
    Beacon(const Beacon&) = delete;
    Beacon& operator=(const Beacon&) = delete;

    std::string address() const; ///< http://127.0.0.1:port/beacon
    bool visited() const noexcept { return visited_; }

  private:
    void receive();

    int socket_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> visited_ = false;
    std::thread doorman_;
};

} // namespace ncp::test
