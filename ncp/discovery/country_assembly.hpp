#pragma once

#include "ncp/discovery/directory.hpp"

#include <map>

namespace ncp::discovery {

/// Puts a country together from the verified metadata of its services. Patient discovery and query are
/// needed, their errors are those of chooseEndpoint (PeerNotFound where one is missing); what is wrong with
/// another one is a finding, and the service is left out.
Result<DiscoveredCountry> assembleCountry(const CountryCode& country, const HomeCommunityId& community,
                                          std::map<Service, FetchedMetadata> metadata, std::string smp,
                                          Instant fetched, Instant now);

} // namespace ncp::discovery
