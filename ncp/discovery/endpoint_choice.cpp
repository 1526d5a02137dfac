#include "ncp/discovery/endpoint_choice.hpp"

#include "ncp/discovery/naptr.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace ncp::discovery {
namespace {

tl::unexpected<Error> another(const std::string& what) {
    return failRule(ErrorCode::DiscoveryUntrusted, what, "the metadata are about another " + what);
}

bool isOf(const SchemedIdentifier& identifier, std::string_view scheme, std::string_view value) {
    return identifier.scheme == scheme && identifier.value == value;
}

Result<void> checkAddress(const ServiceEndpoint& endpoint) {
    if (!endpoint.uri.starts_with("https://") || !isSmpUrl(endpoint.uri)) {
        return failRule(ErrorCode::DiscoveryUntrusted, "endpoint-address", "the address is not https");
    }
    if (!endpoint.certificate || endpoint.certificate->isAuthority()) {
        return failRule(ErrorCode::DiscoveryUntrusted, "endpoint-certificate",
                        "the endpoint has no certificate of its own");
    }
    return {};
}

Result<void> checkDates(const ServiceEndpoint& endpoint, Instant now) {
    if (endpoint.activation && now < *endpoint.activation) {
        return failRule(ErrorCode::DiscoveryNotPossible, "not-yet-active",
                        "the service begins at " + formatXmlDateTime(*endpoint.activation));
    }
    if (endpoint.expiration && now >= *endpoint.expiration) {
        return failRule(ErrorCode::DiscoveryNotPossible, "expired",
                        "the service ended at " + formatXmlDateTime(*endpoint.expiration));
    }
    return {};
}

} // namespace

Result<ServiceEndpoint> chooseEndpoint(const ServiceInformation& information, const CountryCode& country,
                                       Service service, Instant now) {
    if (!isOf(information.participant, kParticipantScheme, participantIdentifier(country))) {
        return another("participant");
    }
    if (!isOf(information.document, kDocumentScheme, documentIdentifier(service))) {
        return another("document");
    }
    if (information.processes.size() != 1 || information.processes.front().endpoints.size() != 1) {
        return failRule(ErrorCode::DiscoveryUntrusted, "endpoint-count",
                        "the metadata name more than one endpoint");
    }
    const auto& process = information.processes.front();
    if (!isOf(process.identifier, kProcessScheme, processIdentifier(service, country))) {
        return another("process");
    }
    const auto& endpoint = process.endpoints.front();
    if (endpoint.transportProfile != transportProfile(service)) {
        return another("transport-profile");
    }
    if (service != Service::SearchMask) {
        if (const auto address = checkAddress(endpoint); !address) {
            return passOn(address);
        }
    }
    if (const auto dates = checkDates(endpoint, now); !dates) {
        return passOn(dates);
    }
    return endpoint;
}

} // namespace ncp::discovery
