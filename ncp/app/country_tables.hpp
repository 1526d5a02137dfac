#pragma once

#include "base/result.hpp"
#include "ncp/app/configuration.hpp"
#include "ncp/app/peer_terms.hpp"
#include "ncp/ihe/communities.hpp"
#include "ncp/portal/country_list.hpp"
#include "ncp/validation/judge.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::app {

/// What one reading of the countries file says, as each part of the node needs it. By country code, upper
/// case.
struct CountryTables {
    std::vector<CountryConfiguration> countries; ///< all of them, in the order of the file
    std::set<std::string, std::less<>> partners; ///< who may ask us
    ihe::Communities communities;                ///< the home communities of these
    std::map<std::string, PeerTerms, std::less<>> terms;
    RequestLimits usualLimits; ///< of countries without limits of their own
    std::map<std::string, RequestLimits, std::less<>> limits;
    validation::PolicyTable policies;
    std::vector<portal::PortalCountry> portal; ///< with their search masks; our own is not asked

    const RequestLimits& limitsOf(std::string_view country) const noexcept;
    const PeerTerms& termsOf(std::string_view country) const noexcept;
};

/// The tables of the countries that the configuration holds. ConfigurationInvalid for a search mask that
/// can't be read.
Result<CountryTables> countryTables(const NodeConfiguration& configuration);

/// The codes of all countries, connected or not.
std::vector<std::string> countryCodes(const CountryTables& tables);
/// The search masks that the tables were made with.
std::vector<std::filesystem::path> maskFiles(const CountryTables& tables);

/// Which countries are not the same in two tables, by code.
struct CountryChanges {
    std::vector<std::string> added;
    std::vector<std::string> removed;
    std::vector<std::string> changed;

    bool empty() const noexcept { return added.empty() && removed.empty() && changed.empty(); }
};
CountryChanges changesBetween(const CountryTables& before, const CountryTables& after);
/// `added PL; removed SE; changed DK, PT`; empty for none.
std::string toLine(const CountryChanges& changes);

} // namespace ncp::app
