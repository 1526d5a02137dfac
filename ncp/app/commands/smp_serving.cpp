#include "ncp/app/commands/smp.hpp"

#include "ncp/app/commands/report.hpp"
#include "ncp/app/commands/smp_desk.hpp"
#include "ncp/app/smp_server.hpp"

#include <chrono>
#include <csignal>

namespace ncp::app::commands {
namespace {

constexpr std::chrono::seconds kTimeToFinish{10};

/// SIGINT and SIGTERM are taken by the main thread; threads started later have them blocked, too.
sigset_t blockEnds() {
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    return ends;
}

} // namespace

ExitCode serveSmp(const SmpOptions& options) {
    const auto ends = blockEnds();
    const auto desk = openSmpDesk(options.configuration, false);
    if (!desk) {
        return report(desk.error());
    }
    const auto& smp = (*desk)->configuration->smp;
    if (!smp) {
        return report({ErrorCode::ConfigurationInvalid, "the section smp is missing", {}});
    }
    const auto server = SmpServer::start(*smp, *(*desk)->keys, (*desk)->clock, *(*desk)->log);
    if (!server) {
        return report(server.error());
    }
    print("SMP on " + smp->listen.address + ":" + std::to_string(smp->listen.port) + " (mutual TLS)" +
          (smp->plain ? ", " + smp->plain->address + ":" + std::to_string(smp->plain->port) + " (asking only)"
                      : std::string{}));
    int signal = 0;
    sigwait(&ends, &signal);
    (*server)->stop(std::chrono::steady_clock::now() + kTimeToFinish);
    return ExitCode::Success;
}

} // namespace ncp::app::commands
