#pragma once

#include "base/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ncp::ihe {

/// A RegistryError (ebXML RS 3.0) with the code as it stands on the wire.
struct RegistryError {
    std::string code;
    std::string context; ///< codeContext: a sentence without patient data
    Severity severity = Severity::Error;
    std::string location;
};

/// The registry error for an error of ours: wire name, fixed English sentence, severity.
RegistryError registryError(const Error& error);

enum class Status : std::uint8_t { Success, PartialSuccess, Failure };

} // namespace ncp::ihe
