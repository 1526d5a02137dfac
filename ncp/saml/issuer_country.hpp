#pragma once

#include "base/identifiers.hpp"

#include <optional>
#include <string_view>

namespace ncp::saml {

/// The country in an Issuer of the usual pattern, `urn:idp:<CC>:countryB` or `urn:initgw:<CC>:countryB`;
/// nothing for any other text (no rule binds its form: peers use their own).
std::optional<CountryCode> issuerCountry(std::string_view issuer);

} // namespace ncp::saml
