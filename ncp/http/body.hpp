#pragma once

#include "ncp/http/body_budget.hpp"
#include "ncp/http/connection.hpp"
#include "ncp/http/message.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace ncp::http {

enum class BodyFault : std::uint8_t {
    TooLarge,
    OverBudget, ///< what all requests may take together is taken
    TimedOut,
    Truncated, ///< the peer went away before the end
    Malformed, ///< framing or compression is wrong
};

/// Where a body ends (RFC 9112, section 6.3).
struct Framing {
    enum class Kind : std::uint8_t { Length, Chunked, UntilClose };
    Kind kind = Kind::Length;
    std::size_t length = 0;
};

/// From Content-Length and Transfer-Encoding; `otherwise` where neither is present. Malformed when both are
/// (a message that two readers would end at different places), when the length is no plain number or when the
/// encoding is not `chunked`.
tl::expected<Framing, BodyFault> framingOf(const Headers& headers, Framing otherwise);

/// Reads a body of at most `limit` bytes; a longer one is TooLarge without being read to its end. What is
/// read is taken from the share, where there is one.
tl::expected<std::string, BodyFault> readBody(Connection& connection, const Framing& framing,
                                              std::size_t limit, Deadline deadline,
                                              BodyShare* share = nullptr);

/// Undoes gzip; `limit` is that of the inflated bytes.
tl::expected<std::string, BodyFault> gunzip(std::string_view compressed, std::size_t limit,
                                            BodyShare* share = nullptr);

} // namespace ncp::http
