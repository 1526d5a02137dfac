#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <string_view>

namespace ncp::transform::terminology {

/// A file mapped for reading, for as long as this lives. Whoever shortens or overwrites the file meanwhile
/// changes what is read: such files are replaced by renaming, never written in place.
class MappedFile {
  public:
    /// InputRefused for a file that is empty, missing or can't be mapped.
    static Result<MappedFile> open(const std::filesystem::path& file);

    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

    std::string_view bytes() const noexcept { return bytes_; }

  private:
    explicit MappedFile(std::string_view bytes) noexcept : bytes_(bytes) {}

    std::string_view bytes_;
};

} // namespace ncp::transform::terminology
