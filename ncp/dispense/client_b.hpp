#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "base/uuid.hpp"
#include "ncp/discovery/outgoing_request.hpp"
#include "ncp/dispense/messages.hpp"
#include "ncp/soap/exchange.hpp"

namespace ncp::dispense {

/// How a submission ended. DispensationUnknown when it may have arrived and no answer came that says what
/// became of it (time ran out, the connection broke, a SOAP fault of the receiver, an answer that can't be
/// read or that contradicts itself): it is never sent again by itself. ConnectionNotPossible and
/// PeerUntrusted mean that not a byte of it was sent, UnsupportedFeature that the country takes no
/// dispensations. Every other error is the country's refusal.
struct Submitted {
    Result<void> outcome;
    soap::Traffic traffic;
};

/// ITI-41: one eDispensation or one discard, sent once.
Submitted submit(http::Client& client, Random& random, const discovery::OutgoingRequest& request,
                 const Submission& submission);

} // namespace ncp::dispense
