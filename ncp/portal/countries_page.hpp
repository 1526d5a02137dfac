#pragma once

#include "ncp/portal/layout.hpp"
#include "ncp/portal/portal.hpp"

#include <string>
#include <vector>

namespace ncp::portal {

/// Name of a country in the reader's language.
const std::string& countryName(const PortalCountry& country, TextLanguage language) noexcept;

/// The countries to choose from; those that are not connected are shown as such.
std::string countriesPage(const View& view, const std::vector<PortalCountry>& countries,
                          const CountryCode& own);

} // namespace ncp::portal
