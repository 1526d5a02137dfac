#pragma once

#include "ncp/app/node.hpp"

#include "base/texts.hpp"
#include "base/uuid.hpp"
#include "certs/xml_signature.hpp"
#include "ncp/admin/health.hpp"
#include "ncp/admin/metrics.hpp"
#include "ncp/app/countries_in_force.hpp"
#include "ncp/app/country_b.hpp"
#include "ncp/app/document_transformer.hpp"
#include "ncp/app/inbound.hpp"
#include "ncp/app/key_ring.hpp"
#include "ncp/app/peer_discovery.hpp"
#include "ncp/app/recorder.hpp"
#include "ncp/app/smp_server.hpp"
#include "ncp/app/terminology_in_force.hpp"
#include "ncp/app/version.hpp"
#include "ncp/dispense/server_a.hpp"
#include "ncp/documents/server_a.hpp"
#include "ncp/http/server.hpp"
#include "ncp/identify/server_a.hpp"
#include "ncp/national/connector.hpp"
#include "ncp/portal/identities.hpp"
#include "ncp/portal/portal.hpp"
#include "ncp/saml/policy.hpp"
#include "ncp/saml/verify.hpp"
#include "ncp/store/store.hpp"

#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace ncp::app {

/// Members in the order in which they depend on each other; destroyed in reverse.
struct Node::State {
    State(NodeConfiguration configured, const Clock& nodeClock, Logger& nodeLog)
        : configuration(std::move(configured)), clock(nodeClock), log(nodeLog), metrics({}, kVersion) {}
    /// Nobody renews the keys of servers that are about to end.
    ~State() {
        if (keys) {
            keys->stopWatching();
        }
        if (terminology) {
            terminology->stopWatching();
        }
        if (countries) {
            countries->stopWatching();
        }
    }

    Result<void> open();
    national::DocumentBytes inOwnLanguage(std::string_view document, const ihe::Call& request);
    Result<void> serveCountries();
    Result<void> servePortal();
    Result<void> serveSmp();
    Result<void> serveOperators();
    Result<void> watchFiles();
    http::ServerTls serverTls(const KeysInForce& inForce) const;
    void tellJudged(const validation::Judged& judged);
    void showDiscovery(admin::Metrics& into, Instant now) const;
    void refresh(admin::Metrics& into) const;

    NodeConfiguration configuration;
    const Clock& clock;
    Logger& log;
    SystemRandom random;
    admin::Metrics metrics;
    admin::Health health;
    std::unique_ptr<KeyRing> keys;
    std::unique_ptr<store::Store> store;
    std::optional<Recorder> recorder;
    std::unique_ptr<CountriesInForce> countries;
    std::optional<Texts> texts;
    std::unique_ptr<TerminologyInForce> terminology;
    std::unique_ptr<DocumentTransformer> transformer;
    std::optional<validation::Judge> judge;

    certs::SignatureVerifier signatures;
    std::optional<saml::Verifier> verifier;
    std::optional<saml::Policy> policy;
    std::unique_ptr<national::Connector> national;
    std::optional<identify::ServerA> identify;
    std::optional<documents::ServerA> documents;
    std::optional<dispense::ServerA> dispense;
    std::optional<RequestLimiter> limiter;
    std::optional<Inbound> inbound;

    std::unique_ptr<PeerDiscovery> discovery;
    std::unique_ptr<CountryB> countryB;
    std::optional<portal::Identities> identities;
    std::optional<portal::Portal> portal;

    std::unique_ptr<http::Server> ncpServer;
    std::unique_ptr<http::Server> portalServer;
    std::unique_ptr<http::Server> adminServer;
    std::unique_ptr<SmpServer> smpServer;
};

} // namespace ncp::app
