#pragma once

#include <string>

namespace CLI {
class App;
}

namespace ncp::app {

/// After arguments that lack something: what was written where a command has to stand, which command is near
/// to it, and which there are. Empty where no command is missing.
std::string describeUnknownCommand(CLI::App& program);

} // namespace ncp::app
