#include "ncp/app/commands/report.hpp"

#include <cstdio>
#include <string>

namespace ncp::app::commands {
namespace {

void write(std::FILE* stream, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stream);
    if (!text.ends_with('\n')) {
        std::fputc('\n', stream);
    }
}

} // namespace

ExitCode report(const Error& error) {
    write(stderr, "ncp: " + (error.detail.empty() ? std::string{spec(error.code).id} : error.detail));
    return exitCode(error.code);
}

ExitCode report(const Error& error, const Texts& texts, TextLanguage language) {
    const auto key = "error." + std::string{spec(error.code).id};
    if (texts.has(key)) {
        write(stderr, texts.get(language, key));
    }
    write(stderr, "ncp: " + error.detail + " [" + std::string{spec(error.code).id} +
                      (error.rule.empty() ? "" : ", rule " + error.rule) + "]");
    return exitCode(error.code);
}

void note(std::string_view line) {
    write(stderr, "ncp: " + std::string{line});
}

void print(std::string_view line) {
    write(stdout, line);
    std::fflush(stdout);
}

} // namespace ncp::app::commands
