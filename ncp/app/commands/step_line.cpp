#include "ncp/app/commands/step_line.hpp"

#include <array>
#include <cstdio>

namespace ncp::app::commands {

std::string stepLine(const Step& step) {
    std::array<char, 32> time{};
    std::snprintf(time.data(), time.size(), "%9.1f ms  ", step.milliseconds);
    return time.data() + step.name + ": " + step.outcome;
}

} // namespace ncp::app::commands
