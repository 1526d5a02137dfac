#pragma once

#include "base/result.hpp"
#include "ncp/app/commands/choice.hpp"
#include "ncp/terminology/release_content.hpp"
#include "ncp/terminology/workbench.hpp"
#include "transform/terminology/import/difference.hpp"
#include "transform/terminology/import/system_names.hpp"

#include <CLI/App.hpp>
#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace ncp::app::commands {

using Differences = std::vector<transform::terminology::import::Difference>;

/// `--workbench FILE`, `NCP_TERMINOLOGY_WORKBENCH`, else var/terminology-workbench.sqlite.
CLI::Option& addWorkbench(CLI::App& command, std::filesystem::path& file);
/// The same for commands that make none: what the command line names has to be there, the default need not.
void addExistingWorkbench(CLI::App& command, std::filesystem::path& file);
/// Says on the standard error, where the workbench is not there, that only the shipped tables count.
void tellMissingWorkbench(const std::filesystem::path& file);
/// `--by NAME`: who answers for the change; the user's name where it is not said.
void addAuthor(CLI::App& command, std::string& author);

/// The shipped tables with the workbench over them.
Result<ncp::terminology::ReleaseContent> contentWithTables(const std::filesystem::path& workbench);
/// Names of code systems, from the shipped tables and the workbench.
Result<transform::terminology::import::SystemNames> systemNames(const std::filesystem::path& workbench);

/// Added, removed and changed, by part: only the parts in which something did.
void printCounts(const Differences& differences);
/// One line each, at most `most`; then how many more there are.
void printDifferences(const Differences& differences, std::size_t most);
nlohmann::ordered_json toJson(const Differences& differences);
/// `{"concept": {"added": 2, "removed": 0, "changed": 0}, …}`
nlohmann::ordered_json countsJson(const Differences& differences);

/// Each adds its command.
void addTerminologyImport(CLI::App& terminology, Choice& chosen);
void addTerminologyDifference(CLI::App& terminology, Choice& chosen);
void addTerminologyExport(CLI::App& terminology, Choice& chosen);
void addTerminologyApproval(CLI::App& terminology, Choice& chosen);

} // namespace ncp::app::commands
