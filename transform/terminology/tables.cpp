#include "transform/terminology/tables.hpp"

#include "base/identifiers.hpp"
#include "base/table.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <system_error>
#include <utility>

namespace ncp::transform::terminology {
namespace {

using Columns = std::span<const std::string_view>;

constexpr std::array<std::string_view, 6> kSystemColumns{"system",    "name_en", "name_nb",
                                                         "wire_name", "version", "aliases"};
constexpr std::array<std::string_view, 7> kDesignationColumns{"system", "code",   "nb",    "nn",
                                                              "en",     "source", "status"};
constexpr std::array<std::string_view, 4> kValueSetColumns{"value_set", "name", "version", "fixed"};
constexpr std::array<std::string_view, 3> kMemberColumns{"value_set", "system", "code"};
constexpr std::array<std::string_view, 6> kMapColumns{"source_system", "source_code", "target_system",
                                                      "target_code",   "equivalence", "status"};
constexpr std::array<std::string_view, 3> kDesignationLanguages{"nb-NO", "nn-NO", "en-GB"};

std::vector<std::filesystem::path> filesNamed(const std::filesystem::path& directory,
                                              std::string_view prefix) {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator{directory, error}) {
        const auto name = entry.path().filename().string();
        if (name.starts_with(prefix) && name.ends_with(".tsv")) {
            files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    return files;
}

std::vector<std::string> splitAliases(std::string_view cell) {
    std::vector<std::string> aliases;
    while (!cell.empty()) {
        const auto comma = std::min(cell.find(','), cell.size());
        auto alias = cell.substr(0, comma);
        alias.remove_prefix(std::min(alias.find_first_not_of(' '), alias.size()));
        if (!alias.empty()) {
            aliases.emplace_back(alias);
        }
        cell.remove_prefix(std::min(comma + 1, cell.size()));
    }
    return aliases;
}

std::optional<Equivalence> equivalence(std::string_view word) {
    constexpr std::array<std::pair<std::string_view, Equivalence>, 5> kWords{
        {{"equal", Equivalence::Equal},
         {"equivalent", Equivalence::Equivalent},
         {"wider", Equivalence::Wider},
         {"narrower", Equivalence::Narrower},
         {"inexact", Equivalence::Inexact}}};
    const auto* const found =
        std::ranges::find(kWords, word, &std::pair<std::string_view, Equivalence>::first);
    return found == kWords.end() ? std::nullopt : std::optional{found->second};
}

/// Puts a directory's tables together and collects what is wrong with them.
class Reading {
  public:
    explicit Reading(const std::filesystem::path& directory) : directory_(directory) {
        content_.name = directory.filename().string();
    }

    Result<Content> run() {
        read(directory_ / "code-systems.tsv", kSystemColumns, &Reading::addSystem);
        for (const auto& file : filesNamed(directory_, "designations")) {
            read(file, kDesignationColumns, &Reading::addConcept);
        }
        if (const auto sets = directory_ / "value-sets.tsv"; std::filesystem::exists(sets)) {
            read(sets, kValueSetColumns, &Reading::addValueSet);
        }
        for (const auto& file : filesNamed(directory_, "members-")) {
            read(file, kMemberColumns, &Reading::addMember);
        }
        for (const auto& file : filesNamed(directory_, "map-")) {
            constexpr std::string_view kPrefix = "map-";
            content_.maps.push_back({file.stem().string().substr(kPrefix.size()), {}, {}});
            read(file, kMapColumns, &Reading::addMapElement);
        }
        if (faults_.empty() && content_.concepts.empty()) {
            faults_ = directory_.string() + ": no designations*.tsv with concepts\n";
        }
        if (!faults_.empty()) {
            return fail(ErrorCode::ConfigurationInvalid, std::move(faults_));
        }
        return std::move(content_);
    }

  private:
    using Cells = std::vector<std::string>;
    using Fault = std::optional<std::string>;

    void read(const std::filesystem::path& file, Columns columns, Fault (Reading::*add)(const Cells&)) {
        const auto table = readTable(file, columns);
        if (!table) {
            faults_ += table.error().detail + "\n";
            return;
        }
        for (const auto& row : table->rows) {
            if (const auto fault = (this->*add)(row.cells)) {
                faults_ += table->source + ":" + std::to_string(row.line) + ": " + *fault + "\n";
            }
        }
    }

    Fault addSystem(const Cells& cells) {
        if (!Oid::parse(cells[0])) {
            return "the code system is not an OID";
        }
        auto aliases = splitAliases(cells[5]);
        std::erase(aliases, cells[0]);
        for (const auto& alias : aliases) {
            if (!identifiers_.insert(alias).second) {
                return "alias " + alias + " stands for two code systems";
            }
        }
        if (!identifiers_.insert(cells[0]).second || !systems_.insert(cells[0]).second) {
            return "code system " + cells[0] + " stands twice";
        }
        content_.systems.push_back(
            {cells[0], {}, cells[3], cells[2], cells[4], std::move(aliases), cells[1]});
        return std::nullopt;
    }

    Fault faultOfKey(const std::string& system, const std::string& code) const {
        if (!systems_.contains(system)) {
            return "code system " + system + " is not in code-systems.tsv";
        }
        return code.empty() ? Fault{"the code is empty"} : std::nullopt;
    }

    Fault addConcept(const Cells& cells) {
        if (auto fault = faultOfKey(cells[0], cells[1])) {
            return fault;
        }
        if (cells[4].empty()) {
            return "a concept needs an English name";
        }
        if (!concepts_.emplace(cells[0], cells[1]).second) {
            return "concept " + cells[1] + " stands twice";
        }
        auto& added = content_.concepts.emplace_back();
        added.system = cells[0];
        added.code = cells[1];
        for (std::size_t i = 0; i < kDesignationLanguages.size(); ++i) {
            if (const auto& text = cells.at(i + 2); !text.empty()) {
                added.designations.push_back(
                    {std::string{kDesignationLanguages.at(i)}, text, cells[5], cells[6], true});
            }
        }
        return std::nullopt;
    }

    Fault addValueSet(const Cells& cells) {
        if (!Oid::parse(cells[0])) {
            return "the value set is not an OID";
        }
        if (cells[3] != "yes" && cells[3] != "no") {
            return "fixed is yes or no, not " + cells[3];
        }
        if (!valueSets_.emplace(cells[0], content_.valueSets.size()).second) {
            return "value set " + cells[0] + " stands twice";
        }
        content_.valueSets.push_back({cells[0], cells[1], cells[2], cells[3] == "yes", {}});
        return std::nullopt;
    }

    Fault addMember(const Cells& cells) {
        const auto set = valueSets_.find(cells[0]);
        if (set == valueSets_.end()) {
            return "value set " + cells[0] + " is not in value-sets.tsv";
        }
        if (auto fault = faultOfKey(cells[1], cells[2])) {
            return fault;
        }
        if (!members_.insert({cells[0], cells[1], cells[2]}).second) {
            return "member " + cells[2] + " stands twice in value set " + cells[0];
        }
        content_.valueSets[set->second].members.push_back({cells[1], cells[2]});
        return std::nullopt;
    }

    Fault addMapElement(const Cells& cells) {
        for (const std::size_t side : {0U, 2U}) {
            if (auto fault = faultOfKey(cells[side], cells[side + 1])) {
                return fault;
            }
        }
        if (!concepts_.contains({cells[2], cells[3]})) {
            return "target " + cells[3] + " of " + cells[2] + " has no designation";
        }
        const auto kind = equivalence(cells[4]);
        if (!kind) {
            return "equivalence is equal, equivalent, wider, narrower or inexact, not " + cells[4];
        }
        auto& map = content_.maps.back();
        if (!mapped_.insert({map.name, cells[0], cells[1], cells[2], cells[3]}).second) {
            return "the mapping of " + cells[1] + " to " + cells[3] + " stands twice";
        }
        map.elements.push_back({cells[0], cells[1], cells[2], cells[3], *kind, cells[5] == "valid"});
        return std::nullopt;
    }

    const std::filesystem::path& directory_;
    Content content_;
    std::string faults_;
    std::set<std::string> identifiers_; ///< OIDs and aliases
    std::set<std::string> systems_;
    std::set<std::pair<std::string, std::string>> concepts_;
    std::map<std::string, std::size_t> valueSets_; ///< by OID, to their place in the content
    std::set<std::array<std::string, 3>> members_;
    std::set<std::array<std::string, 5>> mapped_;
};

} // namespace

Result<Content> readTables(const std::filesystem::path& directory) {
    return Reading{directory}.run();
}

} // namespace ncp::transform::terminology
