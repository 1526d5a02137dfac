#pragma once

#include <chrono>
#include <string_view>

namespace ncp::app::commands {

/// What a long command does just now: one line of a terminal (standard error), written over several times a
/// second at most and never wider than the terminal. Nothing where standard error is none.
class ProgressLine {
  public:
    ProgressLine();
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void say(std::string_view text);
    /// Takes the line away, so that something else can be written there.
    void clear();

  private:
    bool terminal_;
    bool written_ = false;
    std::chrono::steady_clock::time_point last_{};
};

} // namespace ncp::app::commands
