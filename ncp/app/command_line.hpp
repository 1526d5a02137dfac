#pragma once

#include "ncp/app/exit_code.hpp"

namespace ncp::app {

/// Reads the arguments and runs the subcommand that they name. Wrong usage is told with the way to the help.
ExitCode runCommandLine(int count, const char* const* arguments);

} // namespace ncp::app
