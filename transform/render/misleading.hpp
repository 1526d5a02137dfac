#pragma once

#include <cstddef>
#include <string_view>

namespace ncp::transform::render {

/// How many bytes the character at the beginning of `text` (UTF-8) has, where it is one that shows nothing of
/// itself and makes a reader read something else than what stands there: what turns the direction of the text
/// (U+202A to U+202E, U+2066 to U+2069), what parts a number unseen (U+200B, U+2060, U+00AD), and the upper
/// control characters (U+0080 to U+009F). 0 for any other.
std::size_t misleadingCharacter(std::string_view text) noexcept;

} // namespace ncp::transform::render
