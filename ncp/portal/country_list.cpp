#include "ncp/portal/country_list.hpp"

namespace ncp::portal {

std::shared_ptr<const std::vector<PortalCountry>> CountryList::current() const {
    auto configured = configured_();
    if (!published_) {
        return configured;
    }
    auto now = *configured;
    for (auto& country : now) {
        if (auto mask = country.connected ? published_(country.code) : std::nullopt) {
            country.mask = std::move(mask);
        }
    }
    return std::make_shared<const std::vector<PortalCountry>>(std::move(now));
}

} // namespace ncp::portal
