#include "ncp/saml/issuer_country.hpp"

namespace ncp::saml {

std::optional<CountryCode> issuerCountry(std::string_view issuer) {
    constexpr std::string_view ending = ":countryB";
    for (const std::string_view start : {"urn:idp:", "urn:initgw:"}) {
        if (!issuer.starts_with(start) || !issuer.ends_with(ending) ||
            issuer.size() <= start.size() + ending.size()) {
            continue;
        }
        issuer.remove_prefix(start.size());
        issuer.remove_suffix(ending.size());
        const auto country = CountryCode::parse(issuer);
        return country ? std::optional{*country} : std::nullopt;
    }
    return std::nullopt;
}

} // namespace ncp::saml
