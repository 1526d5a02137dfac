#pragma once

#include <chrono>
#include <string_view>

namespace ncp::app::commands {

/// What a long command does just now, on the standard error stream: one line that is written over on a
/// terminal, else a line every few seconds.
class ProgressLine {
  public:
    ProgressLine();
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void say(std::string_view text);

  private:
    bool terminal_;
    bool written_ = false;
    std::chrono::steady_clock::time_point last_;
};

} // namespace ncp::app::commands
