#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "ncp/ihe/patient.hpp"
#include "ncp/saml/issue.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ncp::consultation {

/// Who asks, why, and under which correlation id; the same for each step of one consultation.
struct Enquirer {
    saml::Clinician clinician;
    saml::PurposeOfUse purpose = saml::PurposeOfUse::Treatment;
    CorrelationId correlation;
};

/// A treatment relation that the clinician confirmed: what lists and documents are asked with. Holds the
/// signed assertions; ends with the earliest of them.
struct TreatmentRelation {
    Enquirer enquirer;
    CountryCode country;
    PatientId patient;
    std::vector<std::string> assertions; ///< NOK?, HCP, TRC as they go on the wire
    std::string hcpAssertionId;
    std::string trcAssertionId;
    std::string nextOfKinId; ///< empty where none acts
    Instant notOnOrAfter;
    /// What the country told of the patient; nothing where it was not asked.
    std::optional<ihe::Demographics> identified = {};
};

} // namespace ncp::consultation
