#pragma once

#include <filesystem>
#include <string_view>

namespace ncp::test {

/// A new directory that goes away, with all it holds, at the end of its life.
class TemporaryDirectory {
  public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

    const std::filesystem::path& path() const noexcept { return path_; }
    /// Writes a file there and answers its path.
    std::filesystem::path write(std::string_view name, std::string_view content) const;

  private:
    std::filesystem::path path_;
};

} // namespace ncp::test
