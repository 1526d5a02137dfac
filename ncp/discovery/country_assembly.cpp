#include "ncp/discovery/country_assembly.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace ncp::discovery {
namespace {

bool isNeeded(Service service) {
    return service == Service::PatientDiscovery || service == Service::Query;
}

Result<ServiceEndpoint> endpointOf(const FetchedMetadata& fetched, const CountryCode& country,
                                   Service service, Instant now) {
    const auto* information = std::get_if<ServiceInformation>(&fetched.metadata.metadata);
    return information == nullptr
               ? failRule(ErrorCode::DiscoveryUntrusted, "redirect-twice", "a redirection was kept")
               : chooseEndpoint(*information, country, service, now);
}

std::string finding(Service service, const Error& error) {
    return std::string{name(service)} + ": " + error.detail;
}

/// The mask in the endpoint's extension; it has to be the country's own.
Result<SearchMask> maskOf(const ServiceEndpoint& endpoint, const CountryCode& country) {
    auto mask = parseSearchMask(endpoint.extension);
    if (mask && mask->country != country) {
        return fail(ErrorCode::DiscoveryUntrusted, "the search mask is another country's");
    }
    return mask;
}

} // namespace

Result<DiscoveredCountry> assembleCountry(const CountryCode& country, const HomeCommunityId& community,
                                          std::map<Service, FetchedMetadata> metadata, std::string smp,
                                          Instant fetched, Instant now) {
    DiscoveredCountry found{Peer{country, community, {}, {}}, {}, {}, {}, {}, std::move(smp), fetched, {}};
    for (auto at = metadata.begin(); at != metadata.end();) {
        const auto service = at->first;
        auto endpoint = endpointOf(at->second, country, service, now);
        if (!endpoint && isNeeded(service)) {
            return passOn(endpoint);
        }
        if (!endpoint) {
            found.findings.push_back(finding(service, endpoint.error()));
            at = metadata.erase(at);
            continue;
        }
        if (endpoint->expiration && (isNeeded(service) || service == Service::Provide)) {
            found.expires = std::min(found.expires.value_or(*endpoint->expiration), *endpoint->expiration);
        }
        found.endpoints.emplace(service, *std::move(endpoint));
        ++at;
    }
    for (const auto service : {Service::PatientDiscovery, Service::Query}) {
        if (!found.endpoints.contains(service)) {
            return fail(ErrorCode::PeerNotFound,
                        "the country does not publish " + std::string{name(service)});
        }
    }
    const auto place = [&](Service service, std::string& url, std::optional<certs::Certificate>& pin) {
        if (const auto at = found.endpoints.find(service); at != found.endpoints.end()) {
            url = at->second.uri;
            pin = at->second.certificate;
        }
    };
    auto& peer = found.peer;
    place(Service::PatientDiscovery, peer.patientDiscovery, peer.patientDiscoveryCertificate);
    place(Service::Query, peer.queryRetrieve, peer.queryRetrieveCertificate);
    place(Service::Provide, peer.provide, peer.provideCertificate);
    if (const auto at = found.endpoints.find(Service::SearchMask); at != found.endpoints.end()) {
        auto mask = maskOf(at->second, country);
        if (mask) {
            found.mask = *std::move(mask);
        } else {
            found.findings.push_back(finding(Service::SearchMask, mask.error()));
        }
    }
    found.metadata = std::move(metadata);
    return found;
}

} // namespace ncp::discovery
