#include "ncp/app/country_tables.hpp"

#include "ncp/discovery/search_mask.hpp"
#include "ncp/discovery/search_mask_writing.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace ncp::app {
namespace {

std::vector<HomeCommunityId> communitiesOf(const CountryConfiguration& country) {
    std::vector<HomeCommunityId> own{country.homeCommunityId};
    own.insert(own.end(), country.acceptedCommunities.begin(), country.acceptedCommunities.end());
    return own;
}

Result<portal::PortalCountry> portalCountry(const CountryConfiguration& known, bool discovered) {
    portal::PortalCountry country{known.code,
                                  known.name.nb,
                                  known.name.nn,
                                  known.name.en,
                                  known.enabled && (known.endpoints || discovered),
                                  std::nullopt};
    if (!known.searchMask.empty()) {
        auto mask = discovery::loadSearchMask(known.searchMask);
        if (!mask) {
            return passOn(mask);
        }
        country.mask = std::move(*mask);
    }
    return country;
}

auto fieldsOf(const RequestLimits& limits) {
    return std::tie(limits.requestsPerMinute, limits.clinicianRequestsPerMinute, limits.concurrentRequests);
}
auto fieldsOf(const CountryEndpoints& endpoints) {
    return std::tie(endpoints.patientDiscovery, endpoints.queryRetrieve, endpoints.provide);
}
auto fieldsOf(const CountryConfiguration& country) {
    return std::tie(country.name.nb, country.name.nn, country.name.en, country.homeCommunityId,
                    country.enabled, country.acceptedCommunities, country.services, country.codeStyle,
                    country.refusedTolerances);
}

template <class T>
bool sameOptional(const std::optional<T>& a, const std::optional<T>& b) {
    return a && b ? fieldsOf(*a) == fieldsOf(*b) : a.has_value() == b.has_value();
}

bool sameIdentifiers(const CountryConfiguration& a, const CountryConfiguration& b) {
    return std::ranges::equal(a.patientIdentifiers, b.patientIdentifiers,
                              [](const PatientIdentifierDomain& x, const PatientIdentifierDomain& y) {
                                  return x.root == y.root && x.format == y.format;
                              });
}

/// As the mask is, not where it lies.
std::string maskOf(const CountryTables& tables, const CountryCode& country) {
    const auto found = std::ranges::find(tables.portal, country, &portal::PortalCountry::code);
    return found == tables.portal.end() || !found->mask ? std::string{}
                                                        : discovery::writeSearchMask(*found->mask);
}

const CountryConfiguration* find(const CountryTables& tables, const CountryCode& country) {
    const auto found = std::ranges::find(tables.countries, country, &CountryConfiguration::code);
    return found == tables.countries.end() ? nullptr : &*found;
}

bool same(const CountryTables& before, const CountryConfiguration& a, const CountryTables& after,
          const CountryConfiguration& b) {
    return fieldsOf(a) == fieldsOf(b) && sameOptional(a.endpoints, b.endpoints) &&
           sameOptional(a.limits, b.limits) && sameIdentifiers(a, b) &&
           before.policies.of(a.code) == after.policies.of(b.code) &&
           maskOf(before, a.code) == maskOf(after, b.code);
}

void append(std::string& line, std::string_view what, const std::vector<std::string>& codes) {
    if (codes.empty()) {
        return;
    }
    line += (line.empty() ? "" : "; ") + std::string{what};
    for (const auto& code : codes) {
        line += (&code == &codes.front() ? " " : ", ") + code;
    }
}

} // namespace

const RequestLimits& CountryTables::limitsOf(std::string_view country) const noexcept {
    const auto own = limits.find(country);
    return own == limits.end() ? usualLimits : own->second;
}

const PeerTerms& CountryTables::termsOf(std::string_view country) const noexcept {
    static const PeerTerms kUsual;
    const auto own = terms.find(country);
    return own == terms.end() ? kUsual : own->second;
}

Result<CountryTables> countryTables(const NodeConfiguration& configuration) {
    CountryTables tables;
    tables.usualLimits = configuration.limits.requests;
    tables.policies.usual = configuration.validation;
    for (const auto& country : configuration.countries) {
        const auto& code = country.code.str();
        if (country.enabled) {
            tables.partners.insert(code);
            tables.communities.emplace(country.code, communitiesOf(country));
        }
        tables.terms.emplace(code, PeerTerms{country.codeStyle, country.refusedTolerances});
        if (country.limits) {
            tables.limits.emplace(code, *country.limits);
        }
        tables.policies.ofCountries.emplace(code, changed(configuration.validation, country.validation));
        if (country.code != configuration.node.country) {
            auto shown = portalCountry(country, configuration.discovery.has_value());
            if (!shown) {
                return passOn(shown);
            }
            tables.portal.push_back(*std::move(shown));
        }
    }
    tables.countries = configuration.countries;
    return tables;
}

std::vector<std::string> countryCodes(const CountryTables& tables) {
    std::vector<std::string> codes;
    for (const auto& country : tables.countries) {
        codes.push_back(country.code.str());
    }
    return codes;
}

std::vector<std::filesystem::path> maskFiles(const CountryTables& tables) {
    std::vector<std::filesystem::path> files;
    for (const auto& country : tables.countries) {
        if (!country.searchMask.empty()) {
            files.push_back(country.searchMask);
        }
    }
    return files;
}

CountryChanges changesBetween(const CountryTables& before, const CountryTables& after) {
    CountryChanges changes;
    for (const auto& now : after.countries) {
        const auto* former = find(before, now.code);
        if (former == nullptr) {
            changes.added.push_back(now.code.str());
        } else if (!same(before, *former, after, now)) {
            changes.changed.push_back(now.code.str());
        }
    }
    for (const auto& former : before.countries) {
        if (find(after, former.code) == nullptr) {
            changes.removed.push_back(former.code.str());
        }
    }
    return changes;
}

std::string toLine(const CountryChanges& changes) {
    std::string line;
    append(line, "added", changes.added);
    append(line, "removed", changes.removed);
    append(line, "changed", changes.changed);
    return line;
}

} // namespace ncp::app
