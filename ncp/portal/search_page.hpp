#pragma once

#include "ncp/discovery/mask_values.hpp"
#include "ncp/portal/desk.hpp"
#include "ncp/portal/layout.hpp"
#include "ncp/portal/portal.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace ncp::portal {

/// An outcome to be told above a form.
struct Outcome {
    std::string heading;
    std::string text;
    std::string reference;
};

/// The form of a country's search mask, with what was entered before.
struct SearchForm {
    const PortalCountry& country; ///< has a mask
    discovery::MaskValues values;
    std::vector<discovery::FieldFault> faults;
    std::optional<Outcome> outcome; ///< of the search just made
    Occasion occasion = {};
};

/// ISCO codes of those for whom clerical staff may act.
inline constexpr std::array<std::string_view, 5> kPrincipals{"221", "2221", "2222", "2261", "2262"};
/// Whether a clinician acts for somebody else (role 44, eHDSI SAML profile).
bool actsForOthers(const saml::Clinician& clinician) noexcept;

std::string searchPage(const View& view, const SearchForm& form);

} // namespace ncp::portal
