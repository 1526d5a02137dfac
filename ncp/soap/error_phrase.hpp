#pragma once

#include "base/error_table.hpp"

#include <string_view>

namespace ncp::soap {

/// The English sentence that a peer gets with an error: fault reason, codeContext of a RegistryError, text of
/// an acknowledgementDetail. Fixed per code, so that it can't carry patient data.
std::string_view errorPhrase(ErrorCode code) noexcept;

} // namespace ncp::soap
