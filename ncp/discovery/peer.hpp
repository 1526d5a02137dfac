#pragma once

#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "certs/certificate.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace ncp::discovery {

/// Where another country's NCP-A answers.
struct Peer {
    CountryCode country;
    HomeCommunityId homeCommunityId;
    std::string patientDiscovery; ///< URL of ITI-55
    std::string queryRetrieve;    ///< URL of ITI-38 and ITI-39
    std::string provide = {};     ///< URL of ITI-41; empty where the country takes no dispensations

    /// The TLS certificate that the country published for each address; nothing where it was not discovered.
    std::optional<certs::Certificate> patientDiscoveryCertificate = {};
    std::optional<certs::Certificate> queryRetrieveCertificate = {};
    std::optional<certs::Certificate> provideCertificate = {};

    std::vector<std::string> refusedTolerances = {}; ///< departures that its answers are not allowed

    /// PeerAnswerInvalid, rule the tolerance's name, for the first of these that the country is not allowed.
    Result<void> allow(const std::vector<std::string>& tolerated) const {
        const auto refused = std::ranges::find_first_of(tolerated, refusedTolerances);
        if (refused != tolerated.end()) {
            return failRule(ErrorCode::PeerAnswerInvalid, *refused,
                            "the answer departs from the profile in a way not allowed to this country");
        }
        return {};
    }
};

/// Finds peers: from the configuration's static endpoints, or by SML and SMP.
class PeerDirectory {
  public:
    virtual ~PeerDirectory() = default;
    /// InputRefused for a country that is not configured or not enabled; PeerNotFound, DiscoveryNotPossible
    /// or DiscoveryUntrusted where discovery fails and nothing usable is known from before.
    virtual Result<Peer> find(const CountryCode& country) const = 0;
    /// To be told how a call to the country ended; no error: well. A peer who is not where he was found, or
    /// shows another certificate than the published one, may have moved.
    virtual void callEnded(const CountryCode& country, const std::optional<Error>& error) const {
        static_cast<void>(country);
        static_cast<void>(error);
    }
};

} // namespace ncp::discovery
