#include "ncp/ihe/communities.hpp"

#include <algorithm>

namespace ncp::ihe {

bool belongsTo(const Communities& communities, const HomeCommunityId& community, const CountryCode& country) {
    const auto known = communities.find(country);
    return known != communities.end() && std::ranges::find(known->second, community) != known->second.end();
}

} // namespace ncp::ihe
