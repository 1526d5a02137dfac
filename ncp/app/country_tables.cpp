#include "ncp/app/country_tables.hpp"

#include "ncp/discovery/search_mask.hpp"

#include <utility>

namespace ncp::app {

std::vector<std::string> countryCodes(const NodeConfiguration& configuration) {
    std::vector<std::string> codes;
    for (const auto& country : configuration.countries) {
        codes.push_back(country.code.str());
    }
    return codes;
}

std::set<std::string, std::less<>> partners(const NodeConfiguration& configuration) {
    std::set<std::string, std::less<>> codes;
    for (const auto& country : configuration.countries) {
        if (country.enabled) {
            codes.insert(country.code.str());
        }
    }
    return codes;
}

ihe::Communities communities(const NodeConfiguration& configuration) {
    ihe::Communities known;
    for (const auto& country : configuration.countries) {
        if (country.enabled) {
            auto& own = known[country.code];
            own.push_back(country.homeCommunityId);
            own.insert(own.end(), country.acceptedCommunities.begin(), country.acceptedCommunities.end());
        }
    }
    return known;
}

PeerTermsByCountry peerTerms(const NodeConfiguration& configuration) {
    PeerTermsByCountry terms;
    for (const auto& country : configuration.countries) {
        terms.emplace(country.code.str(), PeerTerms{country.codeStyle, country.refusedTolerances});
    }
    return terms;
}

std::map<std::string, RequestLimits> ownLimits(const NodeConfiguration& configuration) {
    std::map<std::string, RequestLimits> limits;
    for (const auto& country : configuration.countries) {
        if (country.limits) {
            limits.emplace(country.code.str(), *country.limits);
        }
    }
    return limits;
}

Result<std::vector<portal::PortalCountry>> portalCountries(const NodeConfiguration& configuration) {
    std::vector<portal::PortalCountry> countries;
    for (const auto& known : configuration.countries) {
        if (known.code == configuration.node.country) {
            continue;
        }
        portal::PortalCountry country{known.code,
                                      known.name.nb,
                                      known.name.nn,
                                      known.name.en,
                                      known.enabled && (known.endpoints || configuration.discovery),
                                      std::nullopt};
        if (!known.searchMask.empty()) {
            auto mask = discovery::loadSearchMask(known.searchMask);
            if (!mask) {
                return passOn(mask);
            }
            country.mask = std::move(*mask);
        }
        countries.push_back(std::move(country));
    }
    return countries;
}

} // namespace ncp::app
