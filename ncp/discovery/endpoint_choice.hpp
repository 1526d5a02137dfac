#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "ncp/discovery/service_metadata.hpp"
#include "ncp/discovery/service_names.hpp"

namespace ncp::discovery {

/// The one endpoint that metadata name for what was asked: participant, document, process and transport
/// profile are those of the question (else DiscoveryUntrusted: "participant", "document", "process",
/// "transport-profile"), exactly one process and one endpoint are ("endpoint-count"), its address is https
/// ("endpoint-address"; not asked of the search mask, which has none), a service has a certificate that is
/// not an authority's ("endpoint-certificate"). DiscoveryNotPossible before the activation ("not-yet-active")
/// and from the expiration on ("expired").
Result<ServiceEndpoint> chooseEndpoint(const ServiceInformation& information, const CountryCode& country,
                                       Service service, Instant now);

} // namespace ncp::discovery
