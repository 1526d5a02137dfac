#include "ncp/app/commands/report.hpp"
#include "ncp/app/commands/terminology.hpp"
#include "ncp/app/data_directory.hpp"
#include "ncp/terminology/manifest.hpp"
#include "ncp/terminology/release_store.hpp"

#include <nlohmann/json.hpp>
#include <optional>

namespace ncp::app::commands {
namespace {

using ncp::terminology::Manifest;
using ncp::terminology::ReleaseStore;
using transform::terminology::Catalogue;

struct StatusOptions {
    std::filesystem::path releases;
    bool json = false;
};

struct RollbackOptions {
    std::filesystem::path releases;
    std::string name;
    bool json = false;
};

std::string countsOf(const transform::terminology::Counts& counts) {
    return std::to_string(counts.concepts) + " concepts of " + std::to_string(counts.systems) +
           " code systems, " + std::to_string(counts.designations) + " designations, " +
           std::to_string(counts.members) + " members of " + std::to_string(counts.valueSets) +
           " value sets, " + std::to_string(counts.mapElements) + " mappings of " +
           std::to_string(counts.maps) + " maps";
}

/// "; en-GB, nb-NO, nn-NO"
template <class Languages>
std::string languagesOf(const Languages& languages) {
    std::string text;
    for (const auto& language : languages) {
        text.append(text.empty() ? "; " : ", ").append(language);
    }
    return text;
}

nlohmann::ordered_json describe(const Catalogue& catalogue) {
    auto sets = nlohmann::ordered_json::array();
    for (const auto& set : catalogue.valueSets()) {
        sets.push_back(
            {{"oid", set.oid}, {"name", set.name}, {"version", set.version}, {"members", set.members}});
    }
    auto systems = nlohmann::ordered_json::array();
    for (const auto& system : catalogue.systems()) {
        systems.push_back({{"oid", system.oid}, {"name", system.name}, {"version", system.version}});
    }
    return {{"release", catalogue.name()},
            {"languages", catalogue.languages()},
            {"code_systems", std::move(systems)},
            {"value_sets", std::move(sets)}};
}

/// What answers where no folder of releases is named.
ExitCode statusOfTables(const StatusOptions& options) {
    const auto directory = dataDirectory() / "terminology";
    const auto catalogue = Catalogue::load(directory);
    if (!catalogue) {
        return report(catalogue.error());
    }
    if (options.json) {
        auto json = describe(*catalogue);
        json["tables"] = directory.string();
        print(json.dump(2));
    } else {
        print("tables of " + directory.string() + ", no release: " + countsOf(catalogue->counts()) +
              languagesOf(catalogue->languages()));
    }
    return ExitCode::Success;
}

ExitCode status(const StatusOptions& options) {
    if (options.releases.empty()) {
        return statusOfTables(options);
    }
    const ReleaseStore store{options.releases};
    const auto current = store.current();
    const auto opened = current ? store.open(*current) : passOn(current);
    const auto intact = current ? store.verify(*current) : passOn(current);
    const auto fault = !opened ? opened.error().detail : !intact ? intact.error().detail : std::string{};
    if (options.json) {
        nlohmann::ordered_json json{{"current", current ? *current : std::string{}},
                                    {"fault", fault},
                                    {"releases", nlohmann::ordered_json::array()}};
        for (const auto& manifest : store.releases()) {
            json["releases"].push_back(nlohmann::ordered_json::parse(toJson(manifest)));
        }
        if (opened) {
            json["in_force"] = describe(*opened);
        }
        print(json.dump(2));
    } else {
        for (const auto& manifest : store.releases()) {
            print((current && manifest.name == *current ? "* " : "  ") + manifest.name + "  " +
                  formatXmlDateTime(manifest.built) + "  " + countsOf(manifest.counts) +
                  languagesOf(manifest.languages));
        }
        if (!fault.empty()) {
            print(fault);
        }
    }
    return fault.empty() ? ExitCode::Success : ExitCode::Negative;
}

ExitCode rollback(const RollbackOptions& options) {
    const ReleaseStore store{options.releases};
    const auto before = store.current();
    if (const auto done = store.makeCurrent(options.name); !done) {
        return report(done.error());
    }
    const auto former = before ? *before : std::string{};
    if (options.json) {
        print(nlohmann::ordered_json{{"release", options.name}, {"former", former}}.dump(2));
    } else {
        print("release " + options.name + " is in force" + (former.empty() ? "" : ", no longer " + former) +
              "; running nodes take it within seconds");
    }
    return ExitCode::Success;
}

} // namespace

void addTerminologyReleases(CLI::App& terminology, Choice& chosen) {
    addTerminologyBuild(terminology, chosen);
    const auto statusOptions = std::make_shared<StatusOptions>();
    auto& state = *terminology.add_subcommand(
        "status", "The releases and the one in force, its file checked; exit code 1 when it can't be used");
    addReleases(state, statusOptions->releases);
    state.add_flag("--json", statusOptions->json, "As JSON");
    onChoice<StatusOptions>(state, chosen, &status, statusOptions);

    const auto rollbackOptions = std::make_shared<RollbackOptions>();
    auto& back = *terminology.add_subcommand("rollback", "Put a release in force that was built earlier");
    addReleases(back, rollbackOptions->releases).required();
    back.add_option("name", rollbackOptions->name, "Name of the release")->required();
    back.add_flag("--json", rollbackOptions->json, "As JSON");
    onChoice<RollbackOptions>(back, chosen, &rollback, rollbackOptions);
}

} // namespace ncp::app::commands
