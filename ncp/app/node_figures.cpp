#include "ncp/app/node_state.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ncp::app {
namespace {

/// Those of one role told apart: "tls-server" is in force, "tls-server 2" is not.
std::vector<std::pair<std::string, certs::Certificate>>
certificatesByRole(const std::vector<RoleCertificate>& certificates) {
    std::map<std::string, int> count;
    std::vector<std::pair<std::string, certs::Certificate>> named;
    for (const bool inForce : {true, false}) {
        for (const auto& one : certificates) {
            if (one.inForce == inForce) {
                const auto number = ++count[one.role];
                named.emplace_back(number == 1 ? one.role : one.role + " " + std::to_string(number),
                                   one.certificate);
            }
        }
    }
    return named;
}

} // namespace

/// One line and some counts for each document that was judged: no place, no value, no patient.
void Node::State::tellJudged(const validation::Judged& judged) {
    const auto direction = name(judged.direction);
    const auto reaction = name(judged.reaction);
    metrics.judged(direction, judged.country, reaction, judged.verdict.classes());
    const bool passed = judged.reaction == transform::rules::Reaction::Log;
    log.write(passed ? LogLevel::Info : LogLevel::Warning, "validation.judged",
              {{"direction", direction},
               {"country", std::string_view{judged.country}},
               {"reaction", reaction},
               {"errors", static_cast<std::int64_t>(judged.verdict.errors)},
               {"warnings", static_cast<std::int64_t>(judged.verdict.warnings)},
               {"notices", static_cast<std::int64_t>(judged.verdict.notices)}});
}

/// Ages of what was discovered, and the certificates that countries published.
void Node::State::showDiscovery(admin::Metrics& into, Instant now) const {
    for (const auto& country : discovery->directory().status()) {
        const bool usable = country.freshness != discovery::Freshness::Unknown;
        into.discovery(country.country.str(), usable ? std::optional{std::chrono::floor<std::chrono::seconds>(
                                                           now - country.known->fetched)}
                                                     : std::nullopt);
        if (!usable) {
            continue;
        }
        for (const auto& [service, endpoint] : country.known->endpoints) {
            if (endpoint.certificate) {
                into.certificate("peer " + country.country.str() + " " + std::string{name(service)},
                                 endpoint.certificate->commonName(), endpoint.certificate->notAfter(), now);
            }
        }
    }
}

void Node::State::refresh(admin::Metrics& into) const {
    const auto now = clock.now();
    for (const auto& [role, certificate] : certificatesByRole(keys->certificates())) {
        into.certificate(role, certificate.commonName(), certificate.notAfter(), now);
    }
    const auto inForce = terminology->current().get();
    into.terminology(inForce->name(), inForce->size());
    if (discovery) {
        showDiscovery(into, now);
    }
    std::size_t connections = 0;
    std::size_t running = 0;
    for (const auto* server : {ncpServer.get(), portalServer.get()}) {
        connections += server == nullptr ? 0 : server->openConnections();
        running += server == nullptr ? 0 : server->runningRequests();
    }
    into.openConnections(connections);
    into.runningRequests(running);
}

} // namespace ncp::app
