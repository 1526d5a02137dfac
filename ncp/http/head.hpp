#pragma once

#include "ncp/http/message.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace ncp::http {

inline constexpr std::size_t kHeadLimit = std::size_t{64} * 1024; ///< start line and header fields, bytes
inline constexpr std::size_t kFieldLimit = 100;                   ///< number of header fields

/// The length of the head at the start of `bytes`, including the empty line that ends it; nothing when it has
/// not come whole.
std::optional<std::size_t> headLength(std::string_view bytes) noexcept;

enum class HeadFault : std::uint8_t { Malformed, TooManyFields, VersionNotSupported };

struct RequestHead {
    std::string method;
    std::string target; ///< as it came
    bool http11 = true;
    Headers headers;
};

struct StatusHead {
    int status = 0;
    bool http11 = true;
    Headers headers;
};

/// RFC 9112, strictly: no folded lines, no blank before the colon, no control characters; fields that decide
/// where a message ends (Content-Length, Transfer-Encoding) and Host may stand once only.
tl::expected<RequestHead, HeadFault> parseRequestHead(std::string_view head);
tl::expected<StatusHead, HeadFault> parseStatusHead(std::string_view head);

struct Target {
    std::string path;
    std::string query;
};

/// Path (percent-decoded) and query of a request target in origin or absolute form; nothing when it is
/// malformed or holds an encoded control character.
std::optional<Target> parseTarget(std::string_view target);

/// Whether a comma-separated field holds the token, in any case.
bool hasToken(std::string_view field, std::string_view lowerCaseToken);
std::string lowerCase(std::string_view text);

/// Whether the value can stand in a header field: no control characters.
bool validFieldValue(std::string_view value) noexcept;

} // namespace ncp::http
