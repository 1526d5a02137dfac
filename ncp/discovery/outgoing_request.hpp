#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "ncp/discovery/peer.hpp"

#include <string>
#include <vector>

namespace ncp::discovery {

/// What every request to a country about a patient's documents carries.
struct OutgoingRequest {
    const Peer& peer;
    std::vector<std::string> assertions; ///< NOK?, HCP, TRC
    MessageId messageId;
    CorrelationId correlation;
    Deadline deadline;
};

} // namespace ncp::discovery
