#pragma once

#include "base/result.hpp"

#include <map>
#include <string>
#include <string_view>

namespace ncp::soap {

/// A Content-Type field taken apart (RFC 9110 8.3.1): type in lower case, parameters by lower-case name with
/// their quotes resolved.
struct ContentType {
    std::string type;
    std::map<std::string, std::string, std::less<>> parameters;

    /// Value of a parameter, empty where it is absent.
    std::string_view parameter(std::string_view name) const noexcept;
};

/// UnsupportedContentType for what is not `type/subtype` with well-formed parameters, or names one twice.
Result<ContentType> parseContentType(std::string_view text);

/// ASCII letters in lower case.
std::string lowerCase(std::string_view text);

} // namespace ncp::soap
