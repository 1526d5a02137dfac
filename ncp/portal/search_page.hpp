#pragma once

#include "ncp/discovery/mask_values.hpp"
#include "ncp/portal/layout.hpp"
#include "ncp/portal/portal.hpp"

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
};

std::string searchPage(const View& view, const SearchForm& form);

} // namespace ncp::portal
