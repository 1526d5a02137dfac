#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <Poco/Net/StreamSocket.h>
#include <cstdint>
#include <string>

namespace ncp::http {

/// Looks the host up and connects to the first of its addresses that answers. ConnectionNotPossible ("name
/// not known", "connection refused", "network not reachable" …) or DeadlineExceeded.
Result<Poco::Net::StreamSocket> dial(const std::string& host, std::uint16_t port, Deadline deadline);

} // namespace ncp::http
