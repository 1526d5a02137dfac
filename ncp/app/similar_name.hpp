#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ncp::app {

/// The known name that is near enough to be what was meant (Levenshtein distance 2, or a third of its
/// letters), or nothing. A view of `known`.
std::string_view similarName(std::string_view written, const std::vector<std::string>& known);

} // namespace ncp::app
