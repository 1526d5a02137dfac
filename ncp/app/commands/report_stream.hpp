#pragma once

#include <filesystem>
#include <fstream>
#include <string_view>

namespace ncp::app::commands {

/// Where a report goes piece by piece: a file, or the standard output.
class ReportStream {
  public:
    explicit ReportStream(const std::filesystem::path& file); ///< empty: the standard output

    /// False when it could not be written, now or before: the reader of a pipe is gone, the disk is full.
    bool write(std::string_view text);
    /// The same for everything that was written; nothing follows.
    bool finish();
    /// True when nobody reads the standard output any more: there is nobody to be told of it either.
    bool isAbandoned() const noexcept { return abandoned_; }

  private:
    bool isFile_;
    bool abandoned_ = false;
    std::ofstream file_;
};

} // namespace ncp::app::commands
