#pragma once

#include "ncp/discovery/mask_values.hpp"
#include "ncp/portal/layout.hpp"
#include "ncp/portal/portal.hpp"
#include "ncp/portal/visit.hpp"

#include <string>
#include <utility>
#include <vector>

namespace ncp::portal {

/// Patients who fit a search, with their handles: name, birth date, sex and address to tell them apart.
std::string matchesPage(const View& view, const PortalCountry& country,
                        const std::vector<std::pair<std::string, FoundPatient>>& patients);

/// What the clinician confirms about a patient: that this is the one, the treatment relation, and the
/// document keys where the country asks for them.
struct Confirmation {
    const PortalCountry& country;
    const FoundPatient& patient;
    std::string handle;
    bool confirmationMissing = false;
    discovery::MaskValues values = {};
    std::vector<discovery::FieldFault> faults = {};
};
std::string confirmationPage(const View& view, const Confirmation& confirmation);

/// The patient's traits as the country gave them.
void writePatientFacts(Html& html, const View& view, const FoundPatient& patient);

} // namespace ncp::portal
