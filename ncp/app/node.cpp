#include "ncp/app/node.hpp"

#include "ncp/app/document_judge.hpp"
#include "ncp/app/node_state.hpp"

#include <utility>

namespace ncp::app {

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
    auto knownCountries = CountriesInForce::open(configuration, {*recorder, clock, random, log});
    if (!knownCountries) {
        return passOn(knownCountries);
    }
    countries = std::move(*knownCountries);
    metrics.renewCountries(countryCodes(*countries->current().get()));
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
    auto loadedTransformer =
        DocumentTransformer::make(configuration, {*recorder, metrics, log, clock, random});
    if (!loadedTransformer) {
        return passOn(loadedTransformer);
    }
    transformer = std::move(*loadedTransformer);
    auto discovering = PeerDiscovery::make(configuration, {*keys, *recorder, clock, log, random});
    if (!discovering) {
        return passOn(discovering);
    }
    discovery = std::move(*discovering);
    auto loadedJudge = loadJudge(configuration, terminology->current(), countries->current(),
                                 [this](const validation::Judged& judged) { tellJudged(judged); });
    if (!loadedJudge) {
        return passOn(loadedJudge);
    }
    judge.emplace(std::move(*loadedJudge));
    auto made = CountryB::make(configuration, countries->current(), *keys->inForce(), terminology->current(),
                               transformer->transformer(), *recorder, *store, clock, random,
                               discovery ? &discovery->directory() : nullptr, &*judge);
    if (!made) {
        return passOn(made);
    }
    countryB = std::move(*made);
    if (auto settled = countryB->dispensing().settleInterrupted(clock.now()); !settled) {
        return passOn(settled);
    }
    return {};
}

/// Has every user of keys take new ones, has those who work with countries take new ones,
/// and begins to look for these and for a new release.
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
    countries->onRenewal([this](const CountryTables& renewed) {
        metrics.renewCountries(countryCodes(renewed));
        if (discovery) {
            discovery->renewCountries(renewed.countries);
        }
    });
    keys->watch([this](bool taken) { metrics.reload(taken); });
    terminology->watch([this](bool taken) { metrics.terminologyReload(taken); });
    countries->watch([this](bool taken) { metrics.countriesReload(taken); });
    return {};
}

http::ServerTls Node::State::serverTls(const KeysInForce& inForce) const {
    return {inForce.tlsServer, inForce.trust,
            configuration.tls.staple ? http::StapleSource{[this] { return keys->staple(); }}
                                     : http::StapleSource{}};
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

void Node::renew() {
    state_->keys->renew();
    state_->terminology->renew();
    state_->countries->renew();
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
