#pragma once

#include "base/result.hpp"
#include "certs/revocation_cache.hpp"

#include <string>

namespace ncp::http {

/// One request over plain HTTP, on a connection of its own; follows no redirection. For what proves itself by
/// its signature: OCSP responses and revocation lists. ConnectionNotPossible, DeadlineExceeded,
/// PeerAnswerInvalid (not HTTP, over the limit, another status than 200); InputRefused for another URL than
/// http.
Result<std::string> fetchPlain(const certs::PlainRequest& request);

} // namespace ncp::http
