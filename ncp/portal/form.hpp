#pragma once

#include "base/result.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace ncp::portal {

/// Fields of a form by name.
using Form = std::map<std::string, std::string, std::less<>>;

/// Reads application/x-www-form-urlencoded (WHATWG URL, 5.1): at most 64 fields in 64 KiB, UTF-8, each name
/// once; else InputRefused, BodyTooLarge.
Result<Form> parseForm(std::string_view body);

/// Value of a field, empty where it is absent.
std::string_view fieldOf(const Form& form, std::string_view name) noexcept;

/// Value of a cookie (RFC 6265, 4.2), empty where it is absent; of a repeated one the first.
std::string_view cookieOf(std::string_view header, std::string_view name) noexcept;

} // namespace ncp::portal
