#pragma once

#include "ncp/http/message.hpp"

#include <string>
#include <string_view>

namespace ncp::http {

/// RFC 9110's words for a status.
std::string_view reasonPhrase(int status);

/// Whether the status is a final one and every field can stand in a head; a handler that breaks this is a
/// bug.
bool sendable(const Response& response) noexcept;

/// Status line and header fields with the empty line after them: Content-Length, Content-Type, Date, what the
/// response adds, and `Connection: close` where the connection will not stay.
std::string responseHead(const Response& response, bool keepOpen);

} // namespace ncp::http
