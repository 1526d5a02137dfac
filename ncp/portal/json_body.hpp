#pragma once

#include "base/result.hpp"
#include "ncp/discovery/mask_values.hpp"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace ncp::portal {

/// Reads a JSON object of at most 64 KiB and 8 levels in which no name stands twice (RFC 8259 leaves open
/// which would count). InputRefused, BodyTooLarge; the detail never holds the content.
Result<nlohmann::json> parseJsonBody(std::string_view body);

/// Text of a member, empty where it is absent or no text.
std::string textOf(const nlohmann::json& object, const char* name);

/// The member `values`, an object of texts; empty where it is absent, nothing when it is something else.
std::optional<discovery::MaskValues> valuesOf(const nlohmann::json& object);

} // namespace ncp::portal
