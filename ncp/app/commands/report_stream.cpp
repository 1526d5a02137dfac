#include "ncp/app/commands/report_stream.hpp"

#include <cerrno>
#include <cstdio>

namespace ncp::app::commands {

ReportStream::ReportStream(const std::filesystem::path& file) : isFile_(!file.empty()) {
    if (isFile_) {
        file_.open(file, std::ios::binary | std::ios::trunc);
    }
}

bool ReportStream::write(std::string_view text) {
    if (isFile_) {
        file_.write(text.data(), static_cast<std::streamsize>(text.size()));
        return file_.good();
    }
    const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
    abandoned_ = abandoned_ || (!written && errno == EPIPE);
    return written;
}

bool ReportStream::finish() {
    if (isFile_) {
        file_.close();
        return !file_.fail();
    }
    const bool written = std::ferror(stdout) == 0 && std::fflush(stdout) == 0;
    abandoned_ = abandoned_ || (!written && errno == EPIPE);
    return written;
}

} // namespace ncp::app::commands
