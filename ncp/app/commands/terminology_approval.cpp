#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "ncp/app/commands/report.hpp"
#include "ncp/app/commands/terminology_workbench.hpp"
#include "transform/terminology/import/content_builder.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

namespace ncp::app::commands {
namespace {

using namespace transform::terminology::import;
using Kind = ApprovalSelection::Kind;
using ncp::terminology::Work;
using ncp::terminology::Workbench;

struct ApprovalOptions {
    std::string kind;
    ApprovalSelection selection;
    std::filesystem::path workbench;
    std::string author;
    bool everything = false;
    bool json = false;
};

struct LogOptions {
    std::filesystem::path workbench;
    std::size_t limit = 20;
    bool json = false;
};

bool isRestricted(const ApprovalSelection& s) {
    return !s.system.empty() || !s.code.empty() || !s.language.empty() || !s.source.empty() ||
           !s.valueSet.empty() || !s.map.empty();
}

/// In words, for the log: `designations system=… language=nb-NO`.
std::string toText(const ApprovalOptions& options) {
    const auto& s = options.selection;
    auto text = options.kind;
    const std::array<std::pair<std::string_view, std::string_view>, 6> fields{{{"system", s.system},
                                                                               {"code", s.code},
                                                                               {"language", s.language},
                                                                               {"source", s.source},
                                                                               {"value-set", s.valueSet},
                                                                               {"map", s.map}}};
    for (const auto& [name, value] : fields) {
        if (!value.empty()) {
            text.append(" ").append(name).append("=").append(value);
        }
    }
    return text;
}

Result<Workbench> openExisting(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::exists(file, error)) {
        return fail(ErrorCode::InputRefused, file.string() + ": no such workbench; import something first");
    }
    return Workbench::open(file);
}

Result<Differences> approved(const ApprovalOptions& options) {
    if (!isRestricted(options.selection) && !options.everything) {
        return fail(ErrorCode::InputRefused, "say what is approved, or --everything");
    }
    if (options.author.empty()) {
        return fail(ErrorCode::InputRefused, "say who approves: --by NAME");
    }
    auto selection = options.selection;
    selection.kind = options.kind == "mappings" ? Kind::Mappings : Kind::Designations;
    selection.language = wholeLanguageTag(selection.language);
    if (!selection.system.empty()) {
        const auto names = systemNames(options.workbench);
        if (!names) {
            return passOn(names);
        }
        selection.system = names->resolve(selection.system).id;
    }
    auto bench = openExisting(options.workbench);
    if (!bench) {
        return passOn(bench);
    }
    return bench->approve(selection, Work{options.author, toText(options), SystemClock{}.now()});
}

ExitCode approveContent(const ApprovalOptions& options) {
    const auto differences = approved(options);
    if (!differences) {
        return report(differences.error());
    }
    if (options.json) {
        print(nlohmann::ordered_json{{"changes", countsJson(*differences)}}.dump(2));
    } else {
        printCounts(*differences);
    }
    return differences->empty() ? ExitCode::Negative : ExitCode::Success;
}

ExitCode showLog(const LogOptions& options) {
    auto bench = openExisting(options.workbench);
    const auto entries = bench ? bench->log(options.limit) : passOn(bench);
    if (!entries) {
        return report(entries.error());
    }
    auto list = nlohmann::ordered_json::array();
    for (const auto& entry : *entries) {
        const auto* const kind = entry.approval ? "approval" : "import";
        if (options.json) {
            list.push_back({{"time", formatXmlDateTime(entry.time)},
                            {"kind", kind},
                            {"by", entry.author},
                            {"what", entry.what},
                            {"added", entry.added},
                            {"removed", entry.removed},
                            {"changed", entry.changed}});
        } else {
            print(formatXmlDateTime(entry.time) + "  " + kind + "  " +
                  (entry.author.empty() ? "(nobody named)" : entry.author) + "  " + entry.what + "  added " +
                  std::to_string(entry.added) + ", removed " + std::to_string(entry.removed) + ", changed " +
                  std::to_string(entry.changed));
        }
    }
    if (options.json) {
        print(list.dump(2));
    }
    return ExitCode::Success;
}

void addLog(CLI::App& terminology, Choice& chosen) {
    const auto options = std::make_shared<LogOptions>();
    auto& command = *terminology.add_subcommand("log", "Imports and approvals, the newest first");
    addExistingWorkbench(command, options->workbench);
    command.add_option("--limit", options->limit, "How many")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command.add_flag("--json", options->json, "As JSON");
    onChoice<LogOptions>(command, chosen, &showLog, options);
}

} // namespace

void addTerminologyApproval(CLI::App& terminology, Choice& chosen) {
    const auto options = std::make_shared<ApprovalOptions>();
    auto& selection = options->selection;
    auto& command = *terminology.add_subcommand(
        "approve", "Approve proposed texts or mappings of the workbench; exit code 1 when there were none");
    command.add_option("kind", options->kind, "designations or mappings")
        ->required()
        ->check(CLI::IsMember({"designations", "mappings"}));
    addExistingWorkbench(command, options->workbench);
    command.add_option("--system", selection.system, "Code system (of a mapping: its source): OID or alias");
    command.add_option("--code", selection.code, "One code");
    command.add_option("--lang", selection.language, "Language of the texts, such as nb-NO");
    command.add_option("--source", selection.source, "Who made the texts");
    command.add_option("--value-set", selection.valueSet, "Texts of the members of this set: OID");
    command.add_option("--map", selection.map, "Mappings of this map");
    command.add_flag("--everything", options->everything, "All that is proposed");
    addAuthor(command, options->author);
    command.add_flag("--json", options->json, "As JSON");
    onChoice<ApprovalOptions>(command, chosen, &approveContent, options);
    addLog(terminology, chosen);
}

} // namespace ncp::app::commands
