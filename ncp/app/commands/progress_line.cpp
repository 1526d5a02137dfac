#include "ncp/app/commands/progress_line.hpp"

#include <cstdio>
#include <string>
#include <unistd.h>

namespace ncp::app::commands {
namespace {

constexpr std::chrono::seconds kBetweenLines{3};
constexpr std::chrono::milliseconds kBetweenRewrites{100};

void write(const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
}

} // namespace

ProgressLine::ProgressLine()
    : terminal_(::isatty(STDERR_FILENO) == 1), last_(std::chrono::steady_clock::now()) {}

ProgressLine::~ProgressLine() {
    if (terminal_ && written_) {
        write("\r\x1B[K");
    }
}

void ProgressLine::say(std::string_view text) {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < (terminal_ ? kBetweenRewrites : std::chrono::milliseconds{kBetweenLines})) {
        return;
    }
    last_ = now;
    written_ = true;
    write(terminal_ ? "\r\x1B[K" + std::string{text} : std::string{text} + "\n");
}

} // namespace ncp::app::commands
