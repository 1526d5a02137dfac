#pragma once

#include "base/result.hpp"
#include "ncp/app/configuration.hpp"
#include "ncp/app/peer_terms.hpp"
#include "ncp/app/request_limiter.hpp"
#include "ncp/ihe/communities.hpp"
#include "ncp/portal/country_list.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace ncp::app {

// What the countries file says, as each part of the node needs it.

/// The codes of all countries, connected or not.
std::vector<std::string> countryCodes(const NodeConfiguration& configuration);
/// Whom the countries file lets ask us.
std::set<std::string, std::less<>> partners(const NodeConfiguration& configuration);
/// The home communities of those who may ask us.
ihe::Communities communities(const NodeConfiguration& configuration);
/// How we deal with each country's requests.
PeerTermsByCountry peerTerms(const NodeConfiguration& configuration);
/// What countries have instead of the usual limits.
std::map<std::string, RequestLimits> ownLimits(const NodeConfiguration& configuration);
/// The countries of the portal with their search masks; our own is not asked. ConfigurationInvalid for a mask
/// that can't be read.
Result<std::vector<portal::PortalCountry>> portalCountries(const NodeConfiguration& configuration);

} // namespace ncp::app
