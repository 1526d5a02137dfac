#pragma once

#include "base/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string_view>

namespace ncp::transform::terminology::import {

/// JSON from outside, nested at most 64 deep: InputRefused, with the line where it breaks off.
Result<nlohmann::json> parseJson(std::string_view text);

} // namespace ncp::transform::terminology::import
