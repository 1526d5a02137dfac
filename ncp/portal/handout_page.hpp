#pragma once

#include "ncp/portal/counter.hpp"
#include "ncp/portal/form.hpp"
#include "ncp/portal/handout_form.hpp"
#include "ncp/portal/layout.hpp"
#include "ncp/portal/portal.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ncp::portal {

/// What is to be handed out of a prescription: item, packages, another product.
struct HandoutEntry {
    const PortalCountry& country;
    const OpenPrescription& prescription;
    std::string handle; ///< of the prescription
    const Form& entered;
    const std::vector<HandoutFault>& faults;
};
std::string handoutPage(const View& view, const HandoutEntry& entry);

/// What will be reported, before it is.
std::string handoutSummaryPage(const View& view, const PortalCountry& country,
                               const OpenPrescription& prescription, const HandoutDraft& draft,
                               std::string_view handle);

} // namespace ncp::portal
