#include "ncp/app/commands/report.hpp"
#include "ncp/app/commands/terminology.hpp"
#include "ncp/app/commands/terminology_workbench.hpp"
#include "ncp/terminology/release_store.hpp"
#include "transform/terminology/check.hpp"
#include "transform/terminology/snapshot_build.hpp"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>

namespace ncp::app::commands {
namespace {

using ncp::terminology::Manifest;
using ncp::terminology::ReleaseStore;
using transform::Finding;
using transform::terminology::Catalogue;

struct BuildOptions {
    std::filesystem::path releases;
    std::filesystem::path workbench;
    std::string name;
    double shrink = 5; ///< per cent
    bool force = false;
    bool dryRun = false;
    bool keep = false; ///< the former release stays in force
    bool json = false;
};

/// A release as it was built, not yet written down.
struct Built {
    std::string image;
    std::string previous; ///< name of the release before; empty where there is none
    std::vector<Finding> findings;
};

/// 20260131-101500: sorts by time, and is a name.
std::string nameOfNow(Instant now) {
    auto name = formatHl7(now);
    constexpr std::size_t kDateDigits = 8;
    name.insert(kDateDigits, "-");
    return name;
}

std::size_t errorsOf(const std::vector<Finding>& findings) {
    return static_cast<std::size_t>(std::ranges::count(findings, Severity::Error, &Finding::severity));
}

nlohmann::ordered_json toJson(const std::vector<Finding>& findings) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& finding : findings) {
        list.push_back({{"code", finding.code},
                        {"severity", finding.severity == Severity::Error ? "error" : "warning"},
                        {"where", finding.path},
                        {"what", finding.element},
                        {"advice", finding.advice}});
    }
    return list;
}

void printFindings(const std::vector<Finding>& findings) {
    for (const auto& finding : findings) {
        print((finding.severity == Severity::Error ? "error  " : "warning  ") + finding.code + "  " +
              finding.path + ": " + finding.element);
        print("  " + finding.advice);
    }
}

/// The release in force; before the first one it is the shipped tables that nodes answer from.
Result<Catalogue> answeringNow(const ReleaseStore& store) {
    std::error_code error;
    return std::filesystem::exists(store.pointer(), error) ? store.openCurrent() : openTerminology({});
}

/// Has what the release lacks told beside what is odd with itself.
Result<void> compareWithCurrent(const ReleaseStore& store, const BuildOptions& options, Built& built) {
    const auto before = answeringNow(store);
    if (!before) {
        return passOn(before);
    }
    const auto after = Catalogue::fromImage(built.image, "the new release");
    if (!after) {
        return passOn(after);
    }
    built.previous = store.current().value_or(std::string{});
    constexpr double kPerCent = 100;
    const auto lost = transform::terminology::compare(*before, *after, options.shrink / kPerCent);
    built.findings.insert(built.findings.begin(), lost.begin(), lost.end());
    return {};
}

Result<Built> make(const ReleaseStore& store, const BuildOptions& options, Instant now) {
    tellMissingWorkbench(options.workbench);
    auto release = contentWithTables(options.workbench);
    if (!release) {
        return passOn(release);
    }
    auto& content = release->content;
    content.name = options.name.empty() ? nameOfNow(now) : options.name;
    Built built;
    built.findings = transform::terminology::check(content);
    std::ranges::move(release->leftOut, std::back_inserter(built.findings));
    auto image = transform::terminology::buildSnapshot(content);
    if (!image) {
        printFindings(built.findings);
        return passOn(image);
    }
    built.image = std::move(*image);
    if (auto compared = compareWithCurrent(store, options, built); !compared) {
        // A release in force that can't be read is what a new one may be wanted for.
        if (!options.force) {
            return passOn(compared);
        }
        report(compared.error());
    }
    return built;
}

void tell(const BuildOptions& options, const Built& built, const std::optional<Manifest>& manifest) {
    const bool inForce = manifest && !options.keep;
    if (options.json) {
        nlohmann::ordered_json json{{"built", manifest.has_value()},
                                    {"in_force", inForce},
                                    {"previous", built.previous},
                                    {"findings", toJson(built.findings)}};
        if (manifest) {
            json["release"] = manifest->name;
            json["concepts"] = manifest->counts.concepts;
            json["designations"] = manifest->counts.designations;
            json["members"] = manifest->counts.members;
            json["map_elements"] = manifest->counts.mapElements;
            json["bytes"] = manifest->bytes;
            json["sha256"] = manifest->sha256;
        }
        print(json.dump(2));
        return;
    }
    printFindings(built.findings);
    if (manifest) {
        print("release " + manifest->name + (inForce ? " is in force: " : " is kept, not in force: ") +
              std::to_string(manifest->counts.concepts) + " concepts, " +
              std::to_string(manifest->counts.designations) + " designations, " +
              std::to_string(manifest->counts.members) + " members of " +
              std::to_string(manifest->counts.valueSets) + " value sets, " +
              std::to_string(manifest->counts.mapElements) + " mappings, " + std::to_string(manifest->bytes) +
              " bytes");
    } else if (options.dryRun) {
        print("nothing was written");
    } else {
        print("the release was not built: " + std::to_string(errorsOf(built.findings)) +
              " errors; mend them, or say --force");
    }
}

ExitCode build(const BuildOptions& options) {
    const ReleaseStore store{options.releases};
    const auto now = SystemClock{}.now();
    const auto built = make(store, options, now);
    if (!built) {
        return report(built.error());
    }
    const bool refused = errorsOf(built->findings) > 0 && !options.force;
    if (refused || options.dryRun) {
        tell(options, *built, std::nullopt);
        return refused ? ExitCode::Negative : ExitCode::Success;
    }
    const auto manifest = store.add(built->image, built->previous, now);
    if (!manifest) {
        return report(manifest.error());
    }
    if (!options.keep) {
        if (const auto done = store.makeCurrent(manifest->name); !done) {
            return report(done.error());
        }
    }
    tell(options, *built, *manifest);
    return ExitCode::Success;
}

} // namespace

void addTerminologyBuild(CLI::App& terminology, Choice& chosen) {
    const auto options = std::make_shared<BuildOptions>();
    auto& command = *terminology.add_subcommand(
        "build",
        "Build a release, check it against the one before, and put it in force; exit code 1 when its "
        "findings forbid it");
    addReleases(command, options->releases).required();
    addExistingWorkbench(command, options->workbench);
    command.add_option("--name", options->name, "Name of the release (default: the time, 20260131-101500)")
        ->type_name("NAME");
    constexpr double kAll = 100;
    command
        .add_option("--shrink", options->shrink,
                    "A set, system, map or language that loses more than so many per cent is an error")
        ->check(CLI::Range(0.0, kAll))
        ->capture_default_str();
    command.add_flag("--force", options->force, "Build in spite of errors");
    command.add_flag("--dry-run", options->dryRun, "Only tell the findings");
    command.add_flag("--keep", options->keep, "Keep the release without putting it in force");
    command.add_flag("--json", options->json, "As JSON");
    onChoice<BuildOptions>(command, chosen, &build, options);
}

} // namespace ncp::app::commands
