#pragma once

#include <string>
#include <string_view>

namespace ncp::national {

/// A name as it is compared: lower case, without diacritics, words separated by one blank (hyphens and
/// apostrophes separate too). Latin, Greek and Cyrillic letters; others stay as they are.
std::string foldName(std::string_view name);

/// Whether each word of `wanted` is a word of `name`, both folded: "Maria" fits "Maria José".
bool holdsWords(std::string_view name, std::string_view wanted);

} // namespace ncp::national
