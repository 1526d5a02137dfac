#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "certs/certificate.hpp"
#include "ncp/audit/event.hpp"
#include "ncp/http/server.hpp"
#include "ncp/saml/verify.hpp"

#include <optional>
#include <string>

namespace ncp::app {

/// How a transaction of NCP-A ended, for the audit trail: what the peer caused is Refused, what we or our
/// national side caused Failed, "there is none" Negative.
audit::Outcome outcomeOf(const std::optional<Error>& error);

/// The certificate's subject, cut between two characters where it is too long.
std::string boundedSubject(const certs::Certificate& certificate);

/// Writes who asks, and for whom, into the event.
void tellAssertions(audit::Event& event, const saml::VerifiedAssertions& assertions);

/// The event of what TLS or HTTP refused. Only a verified certificate says a country.
audit::Event refusalEvent(const http::ConnectionRefusal& refusal, Instant time, Random& random);

} // namespace ncp::app
