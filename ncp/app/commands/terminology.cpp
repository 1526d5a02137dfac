#include "ncp/app/commands/terminology.hpp"

namespace ncp::app::commands {

void addTerminology(CLI::App& program, Choice& chosen) {
    auto& terminology = *program.add_subcommand(
        "terminology", "Terminology: ask it, edit its content, build releases and switch between them");
    terminology.require_subcommand(1);
    addTerminologyQuestions(terminology, chosen);
    addTerminologyContent(terminology, chosen);
    addTerminologyReleases(terminology, chosen);
}

} // namespace ncp::app::commands
