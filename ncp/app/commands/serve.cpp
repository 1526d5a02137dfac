#include "ncp/app/commands/commands.hpp"
#include "ncp/app/commands/report.hpp"

#include "base/log.hpp"
#include "ncp/app/configuration.hpp"
#include "ncp/app/data_directory.hpp"
#include "ncp/app/node.hpp"

#include <csignal>
#include <cstdio>
#include <memory>

namespace ncp::app::commands {
namespace {

constexpr std::chrono::seconds kTimeToFinish{30};

/// The log's sink: a file that is appended to, or the standard error stream.
Result<Logger::Sink> sinkFor(const LogConfiguration& log) {
    if (log.file == "-") {
        return standardErrorSink();
    }
    const std::shared_ptr<std::FILE> file{std::fopen(log.file.c_str(), "ae"), [](std::FILE* opened) {
                                              if (opened != nullptr) {
                                                  std::fclose(opened);
                                              }
                                          }};
    if (!file) {
        return fail(ErrorCode::InputRefused, log.file + ": the log file can't be opened for writing");
    }
    return Logger::Sink{[file](std::string_view line) {
        std::fwrite(line.data(), 1, line.size(), file.get());
        std::fflush(file.get());
    }};
}

/// SIGINT, SIGTERM and SIGHUP are taken by the main thread; every thread started later has them blocked, too.
sigset_t blockSignals() {
    sigset_t taken;
    sigemptyset(&taken);
    sigaddset(&taken, SIGINT);
    sigaddset(&taken, SIGTERM);
    sigaddset(&taken, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &taken, nullptr);
    return taken;
}

/// Waits for the signal that ends the node; SIGHUP has it renew what it read meanwhile.
int waitForEnd(const sigset_t& taken, Node& node, Logger& log) {
    for (;;) {
        int signal = 0;
        sigwait(&taken, &signal);
        if (signal != SIGHUP) {
            return signal;
        }
        log.info("reload.requested");
        node.renew();
    }
}

} // namespace

ExitCode serve(const ServeOptions& options) {
    auto configuration = loadConfiguration(options.configuration, dataDirectory());
    if (!configuration) {
        return report(configuration.error());
    }
    auto sink = sinkFor(configuration->log);
    if (!sink) {
        return report(sink.error());
    }
    const SystemClock clock;
    Logger log{clock, configuration->log.level, std::move(*sink)};
    const auto taken = blockSignals();
    const auto node = Node::start(std::move(*configuration), clock, log);
    if (!node) {
        log.error("node.not_started", {{"cause", std::string_view{node.error().detail}}});
        return report(node.error());
    }
    const int signal = waitForEnd(taken, **node, log);
    log.info("node.stopping", {{"signal", std::int64_t{signal}}});
    (*node)->stop(std::chrono::steady_clock::now() + kTimeToFinish);
    return ExitCode::Success;
}

} // namespace ncp::app::commands
