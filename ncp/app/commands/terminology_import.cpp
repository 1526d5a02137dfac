#include "base/clock.hpp"
#include "base/table.hpp"
#include "ncp/app/commands/progress_line.hpp"
#include "ncp/app/commands/report.hpp"
#include "ncp/app/commands/terminology_workbench.hpp"
#include "transform/terminology/import/merge.hpp"
#include "transform/terminology/import/source_files.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

namespace ncp::app::commands {
namespace {

using namespace transform::terminology::import;
using ncp::terminology::Work;
using ncp::terminology::Workbench;

struct ImportOptions {
    std::vector<std::filesystem::path> files;
    std::filesystem::path workbench;
    std::string format;
    std::string source;
    std::string status;
    std::string version;
    std::string author;
    bool all = false;
    bool dryRun = false;
    bool json = false;
};

/// A file that is to be read, with its bytes.
struct LoadedFile {
    std::string name;
    std::string bytes;
    Format format;
};

constexpr std::size_t kShown = 20;

/// The files that were named, and below the folders every file of a kind that can be read.
std::vector<std::pair<std::filesystem::path, bool>> filesOf(const std::vector<std::filesystem::path>& named) {
    std::vector<std::pair<std::filesystem::path, bool>> files;
    for (const auto& path : named) {
        std::error_code error;
        if (!std::filesystem::is_directory(path, error)) {
            files.emplace_back(path, true);
            continue;
        }
        for (const auto& entry : std::filesystem::recursive_directory_iterator{path, error}) {
            const auto extension = entry.path().extension();
            if (extension == ".fsh" || extension == ".json" || extension == ".csv" || extension == ".tsv") {
                files.emplace_back(entry.path(), false);
            }
        }
    }
    std::ranges::sort(files);
    return files;
}

/// Nothing for a file of a folder that is of another kind.
Result<std::optional<LoadedFile>> load(const std::filesystem::path& file, bool named,
                                       const ImportOptions& options) {
    std::error_code error;
    if (std::filesystem::file_size(file, error) > kMostFileBytes && !error) {
        return fail(ErrorCode::InputRefused, file.string() + ": larger than 64 MB");
    }
    auto bytes = readFile(file);
    if (!bytes) {
        return passOn(bytes);
    }
    const auto format =
        options.format.empty() ? guessFormat(file.filename().string(), *bytes) : parseFormat(options.format);
    if (!format && named) {
        return fail(ErrorCode::InputRefused,
                    file.string() + (bytes->empty() ? ": is empty"
                                                    : ": neither by its name nor by the columns of its first "
                                                      "line is clear what it holds; say --format"));
    }
    if (!format) {
        return std::nullopt;
    }
    return LoadedFile{file.string(), std::move(*bytes), *format};
}

struct LoadedFiles {
    std::vector<LoadedFile> files;
    std::vector<std::string> leftOut; ///< of folders: what they hold is not clear
};

Result<LoadedFiles> loadAll(const ImportOptions& options) {
    LoadedFiles loaded;
    for (const auto& [file, named] : filesOf(options.files)) {
        auto one = load(file, named, options);
        if (!one) {
            return passOn(one);
        }
        if (*one) {
            loaded.files.push_back(std::move(**one));
        } else {
            loaded.leftOut.push_back(file.string());
        }
    }
    if (loaded.files.empty()) {
        return fail(ErrorCode::InputRefused, "no terminology files there");
    }
    return loaded;
}

/// The catalogue is the EU's and approved; what comes in other forms is proposed until somebody approves it.
SourceDefaults defaultsOf(const ImportOptions& options, const std::vector<LoadedFile>& files) {
    const bool catalogue = std::ranges::all_of(files, [](const LoadedFile& file) {
        return file.format == Format::Fsh || file.format == Format::CatalogueTable;
    });
    SourceDefaults defaults;
    defaults.source = !options.source.empty() ? options.source : catalogue ? "mvc" : "import";
    defaults.status = !options.status.empty() ? options.status : catalogue ? "approved" : "proposed";
    defaults.version = options.version;
    return defaults;
}

Result<Reading> read(const ImportOptions& options, const LoadedFiles& loaded, ProgressLine& progress) {
    const auto& files = loaded.files;
    const auto names = systemNames(options.workbench);
    if (!names) {
        return passOn(names);
    }
    std::vector<SourceFile> sources;
    sources.reserve(files.size());
    for (const auto& file : files) {
        sources.push_back({file.name, file.bytes, file.format});
    }
    auto reading = readSourceFiles(sources, *names, defaultsOf(options, files), [&](std::size_t index) {
        progress.say("reading " + std::to_string(index + 1) + " of " + std::to_string(files.size()) + ": " +
                     files[index].name);
    });
    for (const auto& file : loaded.leftOut) {
        reading.report.add({RemarkKind::Odd, file, 0, "what it holds is not clear; it is left out"});
    }
    return reading;
}

/// What is in the workbench; a file that is not there is not made for the question.
Result<transform::terminology::Content> present(const std::filesystem::path& workbench) {
    std::error_code error;
    if (!std::filesystem::exists(workbench, error)) {
        return transform::terminology::Content{};
    }
    auto bench = Workbench::open(workbench);
    return bench ? bench->content() : passOn(bench);
}

Result<Differences> write(const ImportOptions& options, const Reading& reading, ProgressLine& progress) {
    progress.say("writing " + std::to_string(reading.content.concepts.size()) + " concepts");
    if (options.dryRun) {
        const auto before = present(options.workbench);
        if (!before) {
            return passOn(before);
        }
        return difference(*before, merge(*before, reading.content));
    }
    auto bench = Workbench::open(options.workbench);
    if (!bench) {
        return passOn(bench);
    }
    std::string what;
    for (const auto& file : options.files) {
        what += (what.empty() ? "" : " ") + file.filename().string();
    }
    return bench->import(reading, Work{options.author, what, SystemClock{}.now()});
}

/// Concepts that are members of more than one set.
std::size_t sharedOf(const transform::terminology::Content& content) {
    std::size_t members = 0;
    std::set<std::pair<std::string_view, std::string_view>> distinct;
    for (const auto& set : content.valueSets) {
        members += set.members.size();
        for (const auto& member : set.members) {
            distinct.emplace(member.system, member.code);
        }
    }
    return members - distinct.size();
}

std::size_t mappingsOf(const transform::terminology::Content& content) {
    std::size_t mappings = 0;
    for (const auto& map : content.maps) {
        mappings += map.elements.size();
    }
    return mappings;
}

void printRemarks(const ImportReport& found, RemarkKind kind, bool all) {
    const auto count = kind == RemarkKind::Odd ? found.odd : found.refused;
    if (count == 0) {
        return;
    }
    print(std::string{kind == RemarkKind::Odd ? "odd: " : "refused: "} + std::to_string(count));
    std::size_t shown = 0;
    for (const auto& remark : found.remarks) {
        if (remark.kind != kind || (!all && shown == kShown)) {
            continue;
        }
        ++shown;
        print("  " + remark.file + (remark.line == 0 ? "" : ":" + std::to_string(remark.line)) +
              (remark.part.empty() ? "" : " (" + remark.part + ")") + ": " + remark.reason);
    }
    if (count > shown) {
        print("  and " + std::to_string(count - shown) + " more" +
              (all ? "" : "; --all shows up to " + std::to_string(ImportReport::kKept)));
    }
}

void printReading(const Reading& reading, bool all) {
    const auto& content = reading.content;
    const auto& files = reading.report.files;
    print(std::to_string(reading.report.rows) + " rows in " + std::to_string(files) +
          (files == 1 ? " file: " : " files: ") + std::to_string(content.concepts.size()) + " concepts (" +
          std::to_string(sharedOf(content)) + " times shared by sets), " +
          std::to_string(content.valueSets.size()) + " value sets, " + std::to_string(mappingsOf(content)) +
          " mappings");
    printRemarks(reading.report, RemarkKind::Odd, all);
    printRemarks(reading.report, RemarkKind::Refused, all);
}

nlohmann::ordered_json toJson(const Reading& reading) {
    auto remarks = nlohmann::ordered_json::array();
    for (const auto& remark : reading.report.remarks) {
        remarks.push_back({{"kind", remark.kind == RemarkKind::Odd ? "odd" : "refused"},
                           {"file", remark.file},
                           {"line", remark.line},
                           {"part", remark.part},
                           {"reason", remark.reason}});
    }
    return {{"files", reading.report.files},
            {"rows", reading.report.rows},
            {"concepts", reading.content.concepts.size()},
            {"shared", sharedOf(reading.content)},
            {"value_sets", reading.content.valueSets.size()},
            {"mappings", mappingsOf(reading.content)},
            {"odd", reading.report.odd},
            {"refused", reading.report.refused},
            {"remarks", std::move(remarks)}};
}

bool holdsNothing(const transform::terminology::Content& content) {
    return content.systems.empty() && content.concepts.empty() && content.valueSets.empty() &&
           content.maps.empty();
}

ExitCode refuse(const ImportOptions& options, const Reading& reading) {
    if (options.json) {
        auto json = toJson(reading);
        json["imported"] = false;
        print(json.dump(2));
    } else {
        printReading(reading, options.all);
        print(reading.report.refused > 0 ? "nothing was imported" : "there is nothing to import");
    }
    return ExitCode::InputRefused;
}

ExitCode importContent(const ImportOptions& options) {
    std::optional<ProgressLine> progress{std::in_place};
    const auto files = loadAll(options);
    const auto reading = files ? read(options, *files, *progress) : passOn(files);
    if (!reading) {
        progress.reset();
        return report(reading.error());
    }
    if (reading->report.refused > 0 || holdsNothing(reading->content)) {
        progress.reset();
        return refuse(options, *reading);
    }
    const auto differences = write(options, *reading, *progress);
    progress.reset();
    if (!differences) {
        return report(differences.error());
    }
    if (options.json) {
        auto json = toJson(*reading);
        json["imported"] = !options.dryRun;
        json["changes"] = countsJson(*differences);
        print(json.dump(2));
        return ExitCode::Success;
    }
    printReading(*reading, options.all);
    print(options.dryRun ? "would change in the workbench:" : "changed in the workbench:");
    printCounts(*differences);
    return ExitCode::Success;
}

} // namespace

void addTerminologyImport(CLI::App& terminology, Choice& chosen) {
    const auto options = std::make_shared<ImportOptions>();
    auto& command = *terminology.add_subcommand(
        "import",
        "Bring terminology into the workbench: all of the files or, when anything is refused, none");
    command.add_option("files", options->files, "Files or folders")->required()->type_name("FILE|DIR");
    command.add_option("--format", options->format, "What the files are, where name and header don't tell")
        ->check(CLI::IsMember({"fsh", "mvc", "fhir", "csv-designations", "csv-map"}));
    addWorkbench(command, options->workbench);
    command.add_option("--source", options->source,
                       "Who made the texts (default: mvc for the catalogue, else import)");
    command
        .add_option(
            "--status", options->status,
            "Of texts and mappings that don't say (default: approved for the catalogue, else proposed)")
        ->check(CLI::IsMember({"proposed", "approved"}));
    command.add_option("--content-version", options->version, "Version of value sets that don't say")
        ->type_name("VERSION");
    addAuthor(command, options->author);
    command.add_flag("--dry-run", options->dryRun, "Only tell what would change");
    command.add_flag("--all", options->all, "Show every remark");
    command.add_flag("--json", options->json, "Report as JSON");
    onChoice<ImportOptions>(command, chosen, &importContent, options);
}

} // namespace ncp::app::commands
