#include "ncp/app/node.hpp"

#include "base/texts.hpp"
#include "base/uuid.hpp"
#include "certs/xml_signature.hpp"
#include "ncp/admin/handler.hpp"
#include "ncp/admin/health.hpp"
#include "ncp/admin/metrics.hpp"
#include "ncp/app/country_b.hpp"
#include "ncp/app/document_judge.hpp"
#include "ncp/app/inbound.hpp"
#include "ncp/app/key_ring.hpp"
#include "ncp/app/peer_discovery.hpp"
#include "ncp/app/recorder.hpp"
#include "ncp/app/smp_server.hpp"
#include "ncp/app/terminology_in_force.hpp"
#include "ncp/app/version.hpp"
#include "ncp/discovery/search_mask.hpp"
#include "ncp/dispense/server_a.hpp"
#include "ncp/documents/server_a.hpp"
#include "ncp/http/server.hpp"
#include "ncp/identify/server_a.hpp"
#include "ncp/national/document_folder.hpp"
#include "ncp/portal/identities.hpp"
#include "ncp/portal/multipart.hpp"
#include "ncp/portal/portal.hpp"
#include "ncp/saml/policy.hpp"
#include "ncp/saml/verify.hpp"
#include "ncp/store/store.hpp"
#include "transform/pivot/from_pivot.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ncp::app {
namespace {

std::vector<std::string> countryCodes(const NodeConfiguration& configuration) {
    std::vector<std::string> codes;
    for (const auto& country : configuration.countries) {
        codes.push_back(country.code.str());
    }
    return codes;
}

http::ServerSettings serverSettings(const LimitsConfiguration& limits, const ListenAddress& listen) {
    http::ServerSettings settings;
    settings.address = listen.address;
    settings.port = listen.port;
    settings.bodyLimit = limits.bodyBytes;
    settings.connectionLimit = limits.connections;
    settings.addressLimit = limits.connectionsPerAddress;
    settings.handshakeLimit = limits.handshakes;
    settings.bodyTotalLimit = limits.bodyTotalBytes;
    settings.concurrencyLimit = limits.concurrentRequests;
    settings.headerTimeout = limits.headerTimeout;
    settings.bodyTimeout = limits.bodyTimeout;
    settings.idleTimeout = limits.idleTimeout;
    settings.transactionTimeout = limits.transactionTimeout;
    return settings;
}

/// Whom the countries file lets ask us.
std::set<std::string, std::less<>> partners(const NodeConfiguration& configuration) {
    std::set<std::string, std::less<>> codes;
    for (const auto& country : configuration.countries) {
        if (country.enabled) {
            codes.insert(country.code.str());
        }
    }
    return codes;
}

/// The home communities of those who may ask us.
ihe::Communities communities(const NodeConfiguration& configuration) {
    ihe::Communities known;
    for (const auto& country : configuration.countries) {
        if (country.enabled) {
            auto& own = known[country.code];
            own.push_back(country.homeCommunityId);
            own.insert(own.end(), country.acceptedCommunities.begin(), country.acceptedCommunities.end());
        }
    }
    return known;
}

/// How we deal with each country's requests.
PeerTermsByCountry peerTerms(const NodeConfiguration& configuration) {
    PeerTermsByCountry terms;
    for (const auto& country : configuration.countries) {
        terms.emplace(country.code.str(), PeerTerms{country.codeStyle, country.refusedTolerances});
    }
    return terms;
}

/// What countries have instead of the usual limits.
std::map<std::string, RequestLimits> ownLimits(const NodeConfiguration& configuration) {
    std::map<std::string, RequestLimits> limits;
    for (const auto& country : configuration.countries) {
        if (country.limits) {
            limits.emplace(country.code.str(), *country.limits);
        }
    }
    return limits;
}

/// The folder is its community's one repository, and bears the community's id.
national::DocumentFolder::Settings folderSettings(const NodeConfiguration& configuration,
                                                  const Clock& clock) {
    const auto& folder = *configuration.national;
    const auto& node = configuration.node;
    national::DocumentFolder::Settings settings{folder.path, node.homeCommunityId,
                                                Oid::parse(node.homeCommunityId.str()).value(), node.language,
                                                folder.demographicSearch};
    settings.rescan = folder.rescan;
    settings.cacheBytes = folder.cacheBytes;
    if (folder.dispensations) {
        settings.dispensations.emplace(*folder.dispensations, clock);
    }
    return settings;
}

/// The countries of the portal with their search masks; our own is not asked.
Result<std::vector<portal::PortalCountry>> portalCountries(const NodeConfiguration& configuration) {
    std::vector<portal::PortalCountry> countries;
    for (const auto& known : configuration.countries) {
        if (known.code == configuration.node.country) {
            continue;
        }
        portal::PortalCountry country{known.code,
                                      known.name.nb,
                                      known.name.nn,
                                      known.name.en,
                                      known.enabled && (known.endpoints || configuration.discovery),
                                      std::nullopt};
        if (!known.searchMask.empty()) {
            auto mask = discovery::loadSearchMask(known.searchMask);
            if (!mask) {
                return passOn(mask);
            }
            country.mask = std::move(*mask);
        }
        countries.push_back(std::move(country));
    }
    return countries;
}

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

/// Members in the order in which they depend on each other; destroyed in reverse.
struct Node::State {
    State(NodeConfiguration configured, const Clock& nodeClock, Logger& nodeLog)
        : configuration(std::move(configured)), clock(nodeClock), log(nodeLog),
          metrics(countryCodes(configuration), kVersion) {}
    /// Nobody renews the keys of servers that are about to end.
    ~State() {
        if (keys) {
            keys->stopWatching();
        }
        if (terminology) {
            terminology->stopWatching();
        }
    }

    Result<void> open();
    national::DocumentBytes inOwnLanguage(std::string_view document);
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
    std::optional<Texts> texts;
    std::unique_ptr<TerminologyInForce> terminology;
    std::optional<validation::Judge> judge;
    std::optional<transform::cda::CodedElements> codedElements;

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

Result<void> Node::State::open() {
    auto ring = KeyRing::open(configuration, clock, log);
    if (!ring) {
        return passOn(ring);
    }
    keys = std::move(*ring);
    auto opened = store::Store::open(configuration.storeFile, clock, log, configuration.limits.replayWindow,
                                     configuration.dispensationLife);
    if (!opened) {
        return passOn(opened);
    }
    store = std::move(*opened);
    recorder.emplace(*store, metrics, log, configuration.limits.rowsPerAddress);
    auto loadedTexts = loadTexts(configuration);
    if (!loadedTexts) {
        return passOn(loadedTexts);
    }
    texts = std::move(*loadedTexts);
    auto openedTerminology = TerminologyInForce::open(
        {configuration.data.terminology, configuration.terminologyReleases, configuration.watchFiles}, log);
    if (!openedTerminology) {
        return passOn(openedTerminology);
    }
    terminology = std::move(*openedTerminology);
    auto discovering = PeerDiscovery::make(configuration, {*keys, *recorder, clock, log, random});
    if (!discovering) {
        return passOn(discovering);
    }
    discovery = std::move(*discovering);
    auto loadedJudge = loadJudge(configuration, terminology->current(),
                                 [this](const validation::Judged& judged) { tellJudged(judged); });
    if (!loadedJudge) {
        return passOn(loadedJudge);
    }
    judge.emplace(std::move(*loadedJudge));
    auto made = CountryB::make(configuration, *keys->inForce(), terminology->current(), *recorder, *store,
                               clock, random, discovery ? &discovery->directory() : nullptr, &*judge);
    if (!made) {
        return passOn(made);
    }
    countryB = std::move(*made);
    if (auto settled = countryB->dispensing().settleInterrupted(clock.now()); !settled) {
        return passOn(settled);
    }
    return {};
}

/// A dispensation that came, for national systems that show names. What can't be translated goes to them as
/// it came, and is told.
national::DocumentBytes Node::State::inOwnLanguage(std::string_view document) {
    const auto language =
        parseTextLanguage(configuration.node.language.str()).value_or(TextLanguage::English);
    auto translated =
        transform::pivot::fromPivot(document, *codedElements, *terminology->current().get(), language);
    if (!translated) {
        log.warning("dispense.not_translated", {{"error", spec(translated.error().code).id}});
        return nullptr;
    }
    log.info("dispense.translated", {{"codes", static_cast<std::int64_t>(translated->counts.codedElements)},
                                     {"missing", static_cast<std::int64_t>(translated->counts.missing)},
                                     {"findings", static_cast<std::int64_t>(translated->counts.findings)}});
    return std::make_shared<const std::string>(std::move(translated->bytes));
}

Result<void> Node::State::serveCountries() {
    if (!configuration.national) {
        return {};
    }
    auto loadedPolicy = saml::Policy::load(configuration.data.policies / "permissions.tsv");
    if (!loadedPolicy) {
        return passOn(loadedPolicy);
    }
    policy = std::move(*loadedPolicy);
    verifier.emplace(keys->inForce()->trust, signatures, policy->vocabulary());
    auto list = loadCodedElements(configuration);
    if (!list) {
        return passOn(list);
    }
    codedElements.emplace(std::move(*list));
    auto folderOf = folderSettings(configuration, clock);
    folderOf.pivot = [this] {
        return std::make_shared<const national::PivotMaker>(*codedElements, terminology->current().get(),
                                                            &*judge);
    };
    auto folder = national::DocumentFolder::open(std::move(folderOf), log);
    if (!folder) {
        return passOn(folder);
    }
    national = std::move(*folder);
    const auto& node = configuration.node;
    identify.emplace(node.homeCommunityId, communities(configuration), *national, *policy, random);
    documents.emplace(node.country, node.homeCommunityId, *national, *policy, random);
    dispense.emplace(
        *national, *policy, [this](std::string_view document) { return inOwnLanguage(document); }, &*judge);
    limiter.emplace(configuration.limits.requests, ownLimits(configuration));
    inbound.emplace(Inbound::Parts{*verifier, *identify, *documents, *dispense, *store, *store, *recorder,
                                   clock, random, log, partners(configuration), peerTerms(configuration),
                                   &*limiter});

    auto settings = serverSettings(configuration.limits, configuration.listen.ncp);
    settings.tls = serverTls(*keys->inForce());
    auto started = http::Server::start(
        std::move(settings), [this](const http::Request& request) { return inbound->handle(request); },
        [this](const http::ConnectionRefusal& refusal) {
            metrics.connectionRefusal(refusal.rule);
            inbound->refused(refusal);
        },
        log);
    if (!started) {
        return passOn(started);
    }
    ncpServer = std::move(*started);
    return {};
}

Result<void> Node::State::servePortal() {
    if (!configuration.portal.enabled || !configuration.listen.portal) {
        return {};
    }
    auto loaded = portal::Identities::load(configuration.portal.identities);
    if (!loaded) {
        return passOn(loaded);
    }
    identities = std::move(*loaded);
    auto countries = portalCountries(configuration);
    if (!countries) {
        return passOn(countries);
    }
    portal.emplace(portal::Portal::Parts{
        countryB->consultation(), countryB->dispensing(), *identities, std::move(*countries), *texts, random,
        clock, configuration.portal.languages, configuration.node.country, std::string{kVersion},
        configuration.data.texts.parent_path() / "portal",
        discovery ? portal::PublishedMask{[this](const CountryCode& country) {
            return discovery->directory().searchMask(country);
        }}
                  : portal::PublishedMask{},
        documentJudge(judge->validator(), terminology->current())});
    auto settings = serverSettings(configuration.limits, *configuration.listen.portal);
    settings.bodyLimit += portal::kFormOverhead;
    auto started = http::Server::start(
        std::move(settings), [this](const http::Request& request) { return portal->handle(request); },
        [this](const http::ConnectionRefusal& refusal) { metrics.connectionRefusal(refusal.rule); }, log);
    if (!started) {
        return passOn(started);
    }
    portalServer = std::move(*started);
    return {};
}

Result<void> Node::State::serveSmp() {
    if (!configuration.smp) {
        return {};
    }
    auto started = SmpServer::start(*configuration.smp, *keys, clock, log);
    if (!started) {
        return passOn(started);
    }
    smpServer = std::move(*started);
    return {};
}

Result<void> Node::State::serveOperators() {
    health.add("store", [this] { return store->faults(); });
    health.add("certificates", [this] { return keys->faults(); });
    health.add("terminology", [this] { return terminology->faults(); });
    if (national) {
        health.add("national", [this] {
            return national->available() ? std::vector<std::string>{} : national->faults();
        });
    }
    if (discovery) {
        health.add("discovery", [this] { return discovery->faults(); });
    }
    auto started = http::Server::start(
        serverSettings(configuration.limits, configuration.listen.admin),
        admin::adminHandler(health, metrics, [this](admin::Metrics& into) { refresh(into); }),
        [this](const http::ConnectionRefusal& refusal) { metrics.connectionRefusal(refusal.rule); }, log);
    if (!started) {
        return passOn(started);
    }
    adminServer = std::move(*started);
    return {};
}

/// Has every user of keys take new ones, and begins to look for them and for a new release.
Result<void> Node::State::watchFiles() {
    keys->onRenewal([this](const KeysInForce& renewed) -> Result<void> {
        if (ncpServer) {
            if (auto done = ncpServer->renewTls(serverTls(renewed)); !done) {
                return done;
            }
        }
        if (auto done = countryB->renew(renewed); !done) {
            return done;
        }
        if (verifier) {
            verifier->renewTrust(renewed.trust);
        }
        if (smpServer) {
            if (auto done = smpServer->renew(renewed); !done) {
                return done;
            }
        }
        if (discovery) {
            return discovery->renew();
        }
        return {};
    });
    keys->watch([this](bool taken) { metrics.reload(taken); });
    terminology->watch([this](bool taken) { metrics.terminologyReload(taken); });
    return {};
}

http::ServerTls Node::State::serverTls(const KeysInForce& inForce) const {
    return {inForce.tlsServer, inForce.trust,
            configuration.tls.staple ? http::StapleSource{[this] { return keys->staple(); }}
                                     : http::StapleSource{}};
}

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

Node::Node(std::unique_ptr<State> state) : state_(std::move(state)) {}

Node::~Node() = default;

Result<std::unique_ptr<Node>> Node::start(NodeConfiguration configuration, const Clock& clock, Logger& log) {
    auto state = std::make_unique<State>(std::move(configuration), clock, log);
    for (const auto step : {&State::open, &State::serveCountries, &State::servePortal, &State::serveSmp,
                            &State::watchFiles, &State::serveOperators}) {
        if (auto done = (*state.*step)(); !done) {
            return passOn(done);
        }
    }
    if (state->discovery) {
        state->discovery->directory().keepRefreshed();
    }
    std::unique_ptr<Node> node{new Node{std::move(state)}};
    log.info("node.started", {{"country", std::string_view{node->state_->configuration.node.country.str()}},
                              {"ncp_port", std::int64_t{node->ncpPort()}},
                              {"portal_port", std::int64_t{node->portalPort()}},
                              {"admin_port", std::int64_t{node->adminPort()}},
                              {"version", kVersion}});
    return node;
}

void Node::renewKeys() {
    state_->keys->renew();
    state_->terminology->renew();
}

bool Node::stop(Deadline until) {
    bool finished = true;
    for (auto* server : {state_->portalServer.get(), state_->ncpServer.get(), state_->adminServer.get()}) {
        finished = (server == nullptr || server->stop(until)) && finished;
    }
    finished = (!state_->smpServer || state_->smpServer->stop(until)) && finished;
    state_->log.info("node.stopped", {{"finished", finished}});
    return finished;
}

std::uint16_t Node::ncpPort() const noexcept {
    return state_->ncpServer ? state_->ncpServer->port() : std::uint16_t{0};
}
std::uint16_t Node::portalPort() const noexcept {
    return state_->portalServer ? state_->portalServer->port() : std::uint16_t{0};
}
std::uint16_t Node::adminPort() const noexcept {
    return state_->adminServer->port();
}

} // namespace ncp::app
