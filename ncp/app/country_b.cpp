#include "ncp/app/country_b.hpp"

#include <algorithm>
#include <utility>

namespace ncp::app {
namespace {

/// What the countries file says of a country, whoever told its addresses.
discovery::Peer withTerms(discovery::Peer peer, const CountryConfiguration& country) {
    peer.refusedTolerances = country.refusedTolerances;
    if (!country.offers(CountryService::EDispensation)) {
        peer.provide.clear();
    }
    return peer;
}

} // namespace

Result<discovery::Peer> ConfiguredPeers::find(const CountryCode& country) const {
    const auto tables = countries_.get();
    const auto found = std::ranges::find(tables->countries, country, &CountryConfiguration::code);
    if (found == tables->countries.end() || !found->enabled || (!found->endpoints && directory_ == nullptr)) {
        return fail(ErrorCode::InputRefused,
                    "country " + country.str() +
                        " is not connected: it is not enabled in the countries file");
    }
    const auto& endpoints = found->endpoints;
    if (directory_ != nullptr && (!endpoints || prefer_ == AddressSource::Published)) {
        auto peer = directory_->find(country);
        if (peer) {
            return withTerms(*std::move(peer), *found);
        }
        // What the network says and can't prove is no reason to go where it said earlier.
        if (!endpoints || peer.error().code == ErrorCode::DiscoveryUntrusted) {
            return peer;
        }
    }
    return withTerms({found->code, found->homeCommunityId, endpoints->patientDiscovery,
                      endpoints->queryRetrieve, endpoints->provide},
                     *found);
}

void ConfiguredPeers::callEnded(const CountryCode& country, const std::optional<Error>& error) const {
    if (directory_ != nullptr && error &&
        (error->rule == "expected-certificate" || error->code == ErrorCode::ConnectionNotPossible)) {
        directory_->doubt(country);
    }
}

Result<std::unique_ptr<CountryB>>
CountryB::make(const NodeConfiguration& configuration, const Current<CountryTables>& countries,
               const KeysInForce& keys, const Current<transform::terminology::Catalogue>& terminology,
               const transformation::Transformer& transformer, audit::Trail& trail,
               store::SentDispensations& book, const Clock& clock, Random& random,
               const discovery::Directory* directory, const validation::Judge* judge) {
    std::unique_ptr<CountryB> made{new CountryB{ConfiguredPeers{
        countries, directory,
        configuration.discovery ? configuration.discovery->prefer : AddressSource::Configured}}};
    made->issuer_.emplace(configuration.node.country, configuration.node.homeCommunityId, keys.signature,
                          clock, random);
    http::ClientSettings settings{keys.tlsClient, keys.trust};
    made->client_.emplace(std::move(settings));
    made->consultation_.emplace(consultation::Consultation::Parts{
        configuration.node.homeCommunityId, *made->issuer_, made->peers_, *made->client_, trail, terminology,
        transformer, clock, random, configuration.limits.transactionTimeout, judge});
    made->dispensing_.emplace(consultation::Dispensing::Parts{
        configuration.node.country, configuration.node.homeCommunityId, configuration.node.language,
        made->peers_, *made->client_, trail, book, clock, random, configuration.limits.transactionTimeout});
    return made;
}

Result<void> CountryB::renew(const KeysInForce& keys) {
    if (auto renewed = client_->renewTls(keys.tlsClient, keys.trust); !renewed) {
        return renewed;
    }
    issuer_->renewSignature(keys.signature);
    return {};
}

Result<Texts> loadTexts(const NodeConfiguration& configuration) {
    const auto& directory = configuration.data.texts;
    return Texts::load({directory / "clinical.tsv", directory / "errors.tsv", directory / "portal.tsv",
                        directory / "search_mask.tsv", directory / "audit.tsv", directory / "rules.tsv"});
}

} // namespace ncp::app
