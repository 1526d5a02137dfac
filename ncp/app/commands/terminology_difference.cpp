#include "ncp/app/commands/report.hpp"
#include "ncp/app/commands/terminology.hpp"
#include "ncp/app/commands/terminology_workbench.hpp"
#include "ncp/app/data_directory.hpp"
#include "transform/terminology/import/release_difference.hpp"
#include "transform/terminology/tables.hpp"

#include <limits>
#include <nlohmann/json.hpp>

namespace ncp::app::commands {
namespace {

using namespace transform::terminology::import;

struct DifferenceOptions {
    std::filesystem::path workbench;
    std::filesystem::path releases;
    bool all = false;
    bool json = false;
};

constexpr std::size_t kShown = 40;

/// What a release that is built now would change.
Result<Differences> differencesOf(const DifferenceOptions& options) {
    tellMissingWorkbench(options.workbench);
    const auto after = contentWithTables(options.workbench);
    if (!after) {
        return passOn(after);
    }
    if (options.releases.empty()) {
        const auto tables = transform::terminology::readTables(dataDirectory() / "terminology");
        if (!tables) {
            return passOn(tables);
        }
        return difference(*tables, after->content);
    }
    const auto release = openTerminology(options.releases);
    if (!release) {
        return passOn(release);
    }
    return difference(*release, after->content);
}

ExitCode differ(const DifferenceOptions& options) {
    const auto differences = differencesOf(options);
    if (!differences) {
        return report(differences.error());
    }
    if (options.json) {
        print(nlohmann::ordered_json{{"counts", countsJson(*differences)},
                                     {"differences", toJson(*differences)}}
                  .dump(2));
    } else {
        printDifferences(*differences, options.all ? std::numeric_limits<std::size_t>::max() : kShown);
        printCounts(*differences);
    }
    return differences->empty() ? ExitCode::Success : ExitCode::Negative;
}

} // namespace

void addTerminologyDifference(CLI::App& terminology, Choice& chosen) {
    const auto options = std::make_shared<DifferenceOptions>();
    auto& command = *terminology.add_subcommand(
        "diff", "What a release built from the workbench would change; exit code 1 when it changes anything");
    addExistingWorkbench(command, options->workbench);
    addReleases(command, options->releases);
    command.add_flag("--all", options->all, "Show every difference");
    command.add_flag("--json", options->json, "As JSON");
    onChoice<DifferenceOptions>(command, chosen, &differ, options);
}

} // namespace ncp::app::commands
