#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::portal {

/// Matches a path with a pattern such as "/documents/{id}/pdf", segment by segment, and gives what stands in
/// the places in braces; nothing when it does not match. A segment in braces is never empty.
std::optional<std::vector<std::string>> matchPath(std::string_view pattern, std::string_view path);

} // namespace ncp::portal
