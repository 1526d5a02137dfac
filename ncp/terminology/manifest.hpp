#pragma once

#include "ncp/terminology/release_store.hpp"

#include <string>
#include <string_view>

namespace ncp::terminology {

/// As JSON, for people and programs.
std::string toJson(const Manifest& manifest);
/// InputRefused for what is no manifest.
Result<Manifest> parseManifest(std::string_view json);

} // namespace ncp::terminology
