#include "ncp/app/peer_discovery.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace ncp::app {
namespace {

audit::Outcome outcomeOf(const std::optional<Error>& error) {
    if (!error) {
        return audit::Outcome::Success;
    }
    if (error->code == ErrorCode::PeerNotFound) {
        return audit::Outcome::Negative;
    }
    return error->code == ErrorCode::DiscoveryUntrusted ? audit::Outcome::Refused : audit::Outcome::Failed;
}

/// The countries that we ask, without our own.
std::map<CountryCode, HomeCommunityId> askedCountries(const std::vector<CountryConfiguration>& countries,
                                                      const CountryCode& own) {
    std::map<CountryCode, HomeCommunityId> asked;
    for (const auto& country : countries) {
        if (country.enabled && country.code != own) {
            asked.emplace(country.code, country.homeCommunityId);
        }
    }
    return asked;
}

std::shared_ptr<const std::set<CountryCode>>
withoutAddresses(const std::vector<CountryConfiguration>& countries) {
    std::set<CountryCode> codes;
    for (const auto& country : countries) {
        if (!country.endpoints) {
            codes.insert(country.code);
        }
    }
    return std::make_shared<const std::set<CountryCode>>(std::move(codes));
}

discovery::Locator::Settings locatorSettings(const DiscoveryConfiguration& configuration) {
    return {configuration.smpUrl,
            configuration.smlDomain,
            configuration.cnameNames,
            {configuration.nameServers, std::chrono::seconds{2}}};
}

} // namespace

Result<std::shared_ptr<const certs::TrustStore>>
loadSmpTrust(const DiscoveryConfiguration& configuration,
             const std::vector<std::filesystem::path>& tlsAnchors, const KeyRing& keys) {
    const auto& servers = configuration.smpTlsAnchors.empty() ? tlsAnchors : configuration.smpTlsAnchors;
    auto loaded =
        certs::TrustStore::load({servers, servers, configuration.smpAnchors, configuration.revocationLists},
                                keys.revocationRules(), keys.revocation());
    if (!loaded) {
        return passOn(loaded);
    }
    return std::make_shared<const certs::TrustStore>(*std::move(loaded));
}

Result<std::unique_ptr<PeerDiscovery>> PeerDiscovery::make(const NodeConfiguration& configuration,
                                                           Parts parts) {
    if (!configuration.discovery) {
        return std::unique_ptr<PeerDiscovery>{};
    }
    auto trust = loadSmpTrust(*configuration.discovery, configuration.trust.tlsServerAnchors, parts.keys);
    if (!trust) {
        return passOn(trust);
    }
    std::unique_ptr<PeerDiscovery> made{new PeerDiscovery{configuration, parts, *std::move(trust)}};
    const auto& settings = *configuration.discovery;
    auto* self = made.get();
    discovery::SmpClient client{
        [self] {
            return http::ResourceClient::Settings{self->parts_.keys.inForce()->tlsClient,
                                                  self->smpTrust_.get()};
        },
        {[self] { return self->smpTrust_.get(); }, [self] { return self->parts_.keys.inForce()->trust; }},
        parts.clock};
    made->directory_ = std::make_unique<discovery::Directory>(
        askedCountries(configuration.countries, configuration.node.country),
        discovery::Directory::Parts{discovery::Locator{locatorSettings(settings)}, std::move(client),
                                    discovery::MetadataFolder{settings.cache}, parts.clock,
                                    [self](const discovery::LookupReport& report) { self->record(report); }},
        discovery::Directory::Settings{
            .lifetime = settings.lifetime, .staleness = settings.staleness, .timeout = settings.timeout});
    return made;
}

PeerDiscovery::PeerDiscovery(const NodeConfiguration& configuration, Parts parts,
                             std::shared_ptr<const certs::TrustStore> smpTrust)
    : configuration_(*configuration.discovery), tlsAnchors_(configuration.trust.tlsServerAnchors),
      own_(configuration.node.country), discoveredOnly_(withoutAddresses(configuration.countries)),
      parts_(parts), smpTrust_(std::move(smpTrust)) {}

void PeerDiscovery::renewCountries(const std::vector<CountryConfiguration>& countries) {
    discoveredOnly_.replace(withoutAddresses(countries));
    directory_->renewCountries(askedCountries(countries, own_));
}

Result<void> PeerDiscovery::renew() {
    auto trust = loadSmpTrust(configuration_, tlsAnchors_, parts_.keys);
    if (!trust) {
        return passOn(trust);
    }
    smpTrust_.replace(*std::move(trust));
    return {};
}

/// A lookup that could not be recorded is used all the same: it says nothing of any patient.
void PeerDiscovery::record(const discovery::LookupReport& report) const {
    audit::Event event;
    event.time = parts_.clock.now();
    event.side = audit::Side::CountryB;
    event.transaction = "EHDSI-193";
    event.outcome = outcomeOf(report.error);
    event.errorId = report.error ? std::string{spec(report.error->code).id} : std::string{};
    event.rule = report.error ? report.error->rule : std::string{};
    event.correlationId = makeUuid(parts_.random);
    event.peerCountry = report.country.str();
    event.peerAddress = report.smp;
    event.durationMicroseconds = report.duration.count();
    if (!parts_.trail.record(event)) {
        parts_.log.error("discovery.not_recorded", {{"country", std::string_view{event.peerCountry}}});
    }
    if (report.error) {
        parts_.log.warning("discovery.failed", {{"country", std::string_view{event.peerCountry}},
                                                {"cause", std::string_view{report.error->detail}}});
    }
}

std::vector<std::string> PeerDiscovery::faults() const {
    std::vector<std::string> faults;
    const auto discoveredOnly = discoveredOnly_.get();
    for (const auto& country : directory_->status()) {
        if (!discoveredOnly->contains(country.country)) {
            continue;
        }
        if (country.freshness != discovery::Freshness::Unknown || !country.lastFailure ||
            country.lastFailure->code == ErrorCode::PeerNotFound) {
            return {};
        }
        faults.push_back(country.country.str() + ": " + country.lastFailure->detail);
    }
    return faults;
}

} // namespace ncp::app
