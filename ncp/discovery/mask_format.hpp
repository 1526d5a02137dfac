#pragma once

#include <cstddef>
#include <string_view>

namespace ncp::discovery {

/// Bounds of what is compiled and matched: formats come from other countries.
inline constexpr std::size_t kFormatLimit = 256; ///< bytes of an expression
inline constexpr std::size_t kValueLimit = 128;  ///< characters of a value

/// Whether a format is an ECMAScript expression that can be matched within bounded time: at most kFormatLimit
/// bytes, no back reference, no repetition that unfolds into thousands of states.
bool isUsableFormat(std::string_view format);

/// Whether the whole value matches, character by character (UTF-8). Time grows with the length of value times
/// expression, whatever the expression is. An empty format matches every value; a value over kValueLimit or
/// not UTF-8 matches none.
bool matchesFormat(std::string_view value, std::string_view format);

/// Characters of a UTF-8 text.
std::size_t characterCount(std::string_view text) noexcept;

} // namespace ncp::discovery
