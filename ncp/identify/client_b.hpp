#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "base/uuid.hpp"
#include "ncp/discovery/peer.hpp"
#include "ncp/ihe/patient.hpp"
#include "ncp/soap/exchange.hpp"

#include <string>
#include <vector>

namespace ncp::identify {

/// One ITI-55 request to a country.
struct Inquiry {
    const discovery::Peer& peer;
    HomeCommunityId own;
    std::vector<std::string> assertions; ///< NOK?, HCP
    ihe::PatientSearch search;
    MessageId messageId;
    CorrelationId correlation;
    Instant now;
    Deadline deadline;
};

/// Patients who fit, one or several, or why there are none.
struct Discovered {
    Result<std::vector<ihe::PatientMatch>> patients;
    soap::Traffic traffic;
};

/// Asks a country. No patient is PatientNoMatch; the country's other refusals are the errors of the table
/// (PatientDemographicsRequested, PatientQueryNotAllowed, PatientCardRequested,
/// PatientAuthenticationRequired, PatientPrivacy, PolicyViolation, PeerBusy, InsufficientRights, NoConsent,
/// …).
Discovered discover(http::Client& client, Random& random, const Inquiry& inquiry);

} // namespace ncp::identify
