#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "base/uuid.hpp"
#include "ncp/discovery/outgoing_request.hpp"
#include "ncp/dispense/messages.hpp"
#include "ncp/soap/exchange.hpp"

namespace ncp::dispense {

/// How a submission ended. DispensationUnknown when it may have arrived and no answer came: it is never sent
/// again by itself. ConnectionNotPossible, PeerUntrusted and DiscoveryNotPossible mean that not a byte of it
/// was sent. Every other error is the country's refusal.
struct Submitted {
    Result<void> outcome;
    soap::Traffic traffic;
};

/// ITI-41: one eDispensation or one discard, sent once.
Submitted submit(http::Client& client, Random& random, const discovery::OutgoingRequest& request,
                 const Submission& submission);

} // namespace ncp::dispense
