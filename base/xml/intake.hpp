#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <string_view>

namespace ncp::xml {

/// What a document from outside may cost. The parser's own limits stay on beside these.
struct Limits {
    std::size_t bytes = std::size_t{16} * 1024 * 1024;
    std::size_t depth = 200;
    std::size_t attributes = 128;      ///< of one element, namespace declarations included
    std::size_t namespaces = 128;      ///< declarations in scope: each name is looked up among them
    std::size_t tagBytes = 256 * 1024; ///< of one start tag
    std::size_t elements = 1'000'000;
};

/// One pass over the bytes before they reach the parser: UTF-8 without NUL, no DOCTYPE, within the limits.
/// (libxml2 needs 25 s for one element with 100,000 attributes; this needs microseconds to refuse it.)
/// MalformedXml or XmlLimitExceeded; the detail names the limit, never the content.
Result<void> checkIntake(std::string_view bytes, const Limits& limits);

/// True for well-formed UTF-8 (RFC 3629) without NUL.
bool isUtf8(std::string_view bytes) noexcept;

} // namespace ncp::xml
