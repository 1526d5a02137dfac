#pragma once

#include "ncp/app/commands/exchange.hpp"

#include <string>

namespace ncp::app::commands {

/// `  12.3 ms  ITI-55 find patient: 1 match`
std::string stepLine(const Step& step);

} // namespace ncp::app::commands
