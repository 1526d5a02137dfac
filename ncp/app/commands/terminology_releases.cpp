#include "ncp/app/commands/terminology.hpp"

namespace ncp::app::commands {

void addTerminologyReleases(CLI::App& /*terminology*/, Choice& /*chosen*/) {}

} // namespace ncp::app::commands
