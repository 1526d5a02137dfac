#pragma once

#include <cstdint>
#include <string_view>

namespace ncp::transform::pivot {

/// True when two display names differ in case, white space and punctuation at most. Case is known for Latin
/// letters (Basic Latin, Latin-1, Latin Extended-A).
bool isSameWording(std::string_view one, std::string_view other) noexcept;

/// A number that all texts of the same wording share, for tables of names. Others may have it, too.
std::uint64_t wordingHash(std::string_view text) noexcept;

} // namespace ncp::transform::pivot
