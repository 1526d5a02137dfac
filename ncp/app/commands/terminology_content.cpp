#include "ncp/app/commands/terminology.hpp"
#include "ncp/app/commands/terminology_workbench.hpp"

namespace ncp::app::commands {

void addTerminologyContent(CLI::App& terminology, Choice& chosen) {
    addTerminologyImport(terminology, chosen);
    addTerminologyDifference(terminology, chosen);
    addTerminologyExport(terminology, chosen);
    addTerminologyApproval(terminology, chosen);
}

} // namespace ncp::app::commands
