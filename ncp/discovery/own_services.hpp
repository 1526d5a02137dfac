#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "certs/certificate.hpp"
#include "ncp/discovery/search_mask.hpp"
#include "ncp/discovery/service_metadata.hpp"
#include "ncp/discovery/service_names.hpp"

#include <optional>
#include <string>

namespace ncp::discovery {

/// What our own country publishes about its NCP-A.
struct OwnServices {
    CountryCode country;
    std::string patientDiscovery;   ///< URL of ITI-55
    std::string queryRetrieve;      ///< URL of ITI-38 and ITI-39
    std::string provide;            ///< URL of ITI-41
    certs::Certificate certificate; ///< of the TLS server
    Instant activation;
    Instant expiration;
    std::string technicalContact;     ///< URL
    std::string technicalInformation; ///< URL, may be empty
    std::optional<SearchMask> mask;
};

/// The metadata of one service as the SMP gets them (eHDSI SMP profile, fixed values included): loa:1 and no
/// business level signature for services; no address, certificate and level for the search mask, which stands
/// in the endpoint's extension. PeerNotFound for a search mask where there is none.
Result<ServiceInformation> describe(const OwnServices& own, Service service);

} // namespace ncp::discovery
