#pragma once

#include "base/error_table.hpp"

namespace ncp::app {

/// What the program's exit code says (documented in `ncp --help` and docs/operations.md).
enum class ExitCode : int {
    Success = 0,
    Negative = 1,         ///< no match, no document, findings with errors
    InputRefused = 2,     ///< a file, a configuration or an option's value can't be used
    OutcomeUnknown = 3,   ///< a report was sent, and no answer says what became of it
    WrongUsage = 64,      ///< sysexits EX_USAGE
    PeerUnavailable = 69, ///< sysexits EX_UNAVAILABLE
    Internal = 70,        ///< sysexits EX_SOFTWARE
};

ExitCode exitCode(ErrorCode code) noexcept;

} // namespace ncp::app
