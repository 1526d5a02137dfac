#include "ncp/app/commands/progress_line.hpp"

#include <cstdio>
#include <string>
#include <sys/ioctl.h>
#include <unistd.h>

namespace ncp::app::commands {
namespace {

constexpr std::chrono::milliseconds kBetweenRewrites{100};

/// Columns of the terminal; 80 where it doesn't tell.
std::size_t columns() {
    winsize size{};
    const bool known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : 80;
}

/// One line that the terminal does not break: as many characters as it has columns but one, and none that
/// moves its cursor. Names of files may hold anything.
std::string oneLine(std::string_view text) {
    const auto room = columns() - 1;
    std::string line;
    std::size_t characters = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool continues = (byte & 0xC0U) == 0x80U;
        if (!continues && ++characters > room) {
            break;
        }
        line += byte < 0x20U || byte == 0x7FU ? '?' : c;
    }
    return line;
}

void write(const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
}

} // namespace

ProgressLine::ProgressLine() : terminal_(::isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
    clear();
}

void ProgressLine::clear() {
    if (written_) {
        write("\r\x1B[K");
        written_ = false;
    }
}

void ProgressLine::say(std::string_view text) {
    const auto now = std::chrono::steady_clock::now();
    if (!terminal_ || (written_ && now - last_ < kBetweenRewrites)) {
        return;
    }
    last_ = now;
    written_ = true;
    write("\r\x1B[K" + oneLine(text));
}

} // namespace ncp::app::commands
