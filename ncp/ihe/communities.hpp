#pragma once

#include "base/identifiers.hpp"

#include <map>
#include <vector>

namespace ncp::ihe {

/// The home communities of each country, as the configuration has them; conflicting tables exist, so that a
/// country may have several.
using Communities = std::map<CountryCode, std::vector<HomeCommunityId>>;

/// Whether the community is one of that country's. A country without any has none.
bool belongsTo(const Communities& communities, const HomeCommunityId& community, const CountryCode& country);

} // namespace ncp::ihe
