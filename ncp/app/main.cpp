#include "base/xml/runtime.hpp"
#include "certs/runtime.hpp"
#include "ncp/app/command_line.hpp"

#include <csignal>
#include <cstdio>
#include <exception>

int main(int count, char** arguments) {
    try {
        std::signal(SIGPIPE, SIG_IGN);
        const ncp::xml::Runtime xml;
        const ncp::certs::Runtime signatures;
        return static_cast<int>(ncp::app::runCommandLine(count, arguments));
    } catch (const std::exception& thrown) {
        std::fprintf(stderr, "ncp: internal error: %s\n", thrown.what());
        return static_cast<int>(ncp::app::ExitCode::Internal);
    }
}
