#include "ncp/app/commands/terminology_workbench.hpp"

#include "ncp/app/commands/report.hpp"
#include "ncp/app/data_directory.hpp"
#include "transform/terminology/tables.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <system_error>

namespace ncp::app::commands {
namespace {

using namespace transform::terminology::import;

constexpr std::array kParts{Part::CodeSystem, Part::Concept, Part::Designation,
                            Part::ValueSet,   Part::Member,  Part::Mapping};

} // namespace

CLI::Option& addWorkbench(CLI::App& command, std::filesystem::path& file) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): read once at the start, before any thread
    const char* const named = std::getenv("NCP_TERMINOLOGY_WORKBENCH");
    file = named != nullptr && *named != '\0' ? named : "var/terminology-workbench.sqlite";
    return *command
                .add_option("--workbench", file,
                            "File in which the content is worked on (NCP_TERMINOLOGY_WORKBENCH names another "
                            "default)")
                ->type_name("FILE")
                ->capture_default_str();
}

void addExistingWorkbench(CLI::App& command, std::filesystem::path& file) {
    addWorkbench(command, file).check(CLI::ExistingFile);
}

void tellMissingWorkbench(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::exists(file, error)) {
        note("there is no workbench " + file.string() + ": the shipped tables alone");
    }
}

void addAuthor(CLI::App& command, std::string& author) {
    command.add_option("--by", author, "Who answers for the change, for the log of the work")
        ->envname("USER")
        ->type_name("NAME");
}

Result<ncp::terminology::ReleaseContent> contentWithTables(const std::filesystem::path& workbench) {
    return ncp::terminology::releaseContent(dataDirectory() / "terminology", workbench);
}

Result<SystemNames> systemNames(const std::filesystem::path& workbench) {
    const auto content = contentWithTables(workbench);
    if (!content) {
        return passOn(content);
    }
    return SystemNames{content->content.systems};
}

void printCounts(const Differences& differences) {
    const auto counts = count(differences);
    for (const auto part : kParts) {
        const auto& row = counts[part];
        if (row.added + row.removed + row.changed > 0) {
            std::string name{nameOf(part)};
            constexpr std::size_t kWidth = 12;
            name.resize(std::max(kWidth, name.size()), ' ');
            print("  " + name + "  added " + std::to_string(row.added) + ", removed " +
                  std::to_string(row.removed) + ", changed " + std::to_string(row.changed));
        }
    }
    if (differences.empty()) {
        print("  no difference");
    }
}

void printDifferences(const Differences& differences, std::size_t most) {
    for (std::size_t i = 0; i < std::min(most, differences.size()); ++i) {
        const auto& each = differences[i];
        auto line = std::string{nameOf(each.part)} + " " + std::string{nameOf(each.change)} + ": " + each.key;
        line += each.before.empty() ? "" : ": " + each.before;
        line += each.after.empty() ? "" : (each.before.empty() ? ": " : " -> ") + each.after;
        print(line);
    }
    if (differences.size() > most) {
        print("and " + std::to_string(differences.size() - most) + " more; --all shows them");
    }
}

nlohmann::ordered_json toJson(const Differences& differences) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& each : differences) {
        list.push_back({{"part", nameOf(each.part)},
                        {"change", nameOf(each.change)},
                        {"key", each.key},
                        {"before", each.before},
                        {"after", each.after}});
    }
    return list;
}

nlohmann::ordered_json countsJson(const Differences& differences) {
    const auto counts = count(differences);
    nlohmann::ordered_json json;
    for (const auto part : kParts) {
        const auto& row = counts[part];
        json[std::string{nameOf(part)}] = {
            {"added", row.added}, {"removed", row.removed}, {"changed", row.changed}};
    }
    return json;
}

} // namespace ncp::app::commands
