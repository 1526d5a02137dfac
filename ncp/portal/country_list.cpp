#include "ncp/portal/country_list.hpp"

#include "ncp/discovery/search_mask_writing.hpp"

#include <algorithm>

namespace ncp::portal {
namespace {

bool sameMask(const PortalCountry& a, const PortalCountry& b) {
    if (!a.mask || !b.mask) {
        return a.mask.has_value() == b.mask.has_value();
    }
    return discovery::writeSearchMask(*a.mask) == discovery::writeSearchMask(*b.mask);
}

} // namespace

const std::vector<PortalCountry>& CountryList::current() const {
    if (!published_) {
        return configured_;
    }
    auto now = configured_;
    for (auto& country : now) {
        if (auto mask = country.connected ? published_(country.code) : std::nullopt) {
            country.mask = std::move(mask);
        }
    }
    // Outside the lock the reference stays good: versions are never removed, and a list does not move them.
    return *versions_.with([&](auto& versions) {
        if (versions.empty() || !std::ranges::equal(versions.back(), now, sameMask)) {
            versions.push_back(std::move(now));
        }
        return &versions.back();
    });
}

} // namespace ncp::portal
