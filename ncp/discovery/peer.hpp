#pragma once

#include "base/identifiers.hpp"
#include "base/result.hpp"

#include <string>

namespace ncp::discovery {

/// Where another country's NCP-A answers.
struct Peer {
    CountryCode country;
    HomeCommunityId homeCommunityId;
    std::string patientDiscovery; ///< URL of ITI-55
    std::string queryRetrieve;    ///< URL of ITI-38 and ITI-39
    std::string provide = {};     ///< URL of ITI-41; empty where the country takes no dispensations
};

/// Finds peers; today from the configuration's static endpoints.
class PeerDirectory {
  public:
    virtual ~PeerDirectory() = default;
    /// InputRefused for a country that is not configured or not enabled.
    virtual Result<Peer> find(const CountryCode& country) const = 0;
};

} // namespace ncp::discovery
