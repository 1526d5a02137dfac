#pragma once

#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "ncp/consultation/enquirer.hpp"
#include "ncp/dispense/messages.hpp"
#include "ncp/ihe/patient.hpp"
#include "ncp/store/sent_dispensations.hpp"
#include "transform/dispensation/dispensation.hpp"

#include <string>

namespace ncp::consultation {

/// A new OID below 2.25 (ITU-T X.667: a UUID as an integer).
std::string newOid(Random& random);

/// The clinician as the eDispensation names who handed out. InputRefused for an organisation id that is
/// neither urn:oid:<OID> nor urn:hl7ii:<root>:<extension>.
Result<transform::dispensation::Dispenser> dispenserOf(const saml::Clinician& clinician,
                                                       const CountryCode& country);

/// The patient's traits as a CDA document has them.
ihe::Demographics demographicsOf(const std::string& document);

/// What tells one request from another under the same key: SHA-256 (hex) of what is handed out of what.
std::string digestOf(const std::string& prescription, const transform::dispensation::Handout& handout);

} // namespace ncp::consultation
