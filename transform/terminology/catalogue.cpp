#include "transform/terminology/catalogue.hpp"

#include "base/identifiers.hpp"
#include "base/table.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <system_error>
#include <unordered_map>

namespace ncp::transform::terminology {
namespace {

constexpr std::array<std::string_view, 7> kDesignationColumns{"system", "code",   "nb",    "nn",
                                                              "en",     "source", "status"};
constexpr std::array<std::string_view, 4> kSystemColumns{"system", "name_en", "name_nb", "aliases"};

/// Hash and equality that take views, so that a lookup makes no string.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
        return std::hash<std::string_view>{}(text);
    }
};
template <class T>
using TextMap = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;

struct Names {
    std::string nb;
    std::string nn;
    std::string en;
};

std::string place(const Table& table, const TableRow& row) {
    return table.source + ":" + std::to_string(row.line) + ": ";
}

std::vector<std::filesystem::path> designationFiles(const std::filesystem::path& directory) {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator{directory, error}) {
        const auto name = entry.path().filename().string();
        if (name.starts_with("designations") && name.ends_with(".tsv")) {
            files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    return files;
}

const std::string* chosen(const Names& entry, TextLanguage language) noexcept {
    switch (language) {
    case TextLanguage::Bokmaal:
        return &entry.nb;
    case TextLanguage::Nynorsk:
        return &entry.nn;
    case TextLanguage::English:
        return &entry.en;
    }
    return &entry.en;
}

} // namespace

struct Catalogue::State {
    std::string name;
    TextMap<TextMap<Names>> systems; ///< by OID, then by code
    TextMap<std::string> aliases;    ///< other names of a system, to its OID
    std::size_t size = 0;

    const TextMap<Names>* find(std::string_view system) const noexcept {
        if (const auto alias = aliases.find(system); alias != aliases.end()) {
            system = alias->second;
        }
        const auto found = systems.find(system);
        return found == systems.end() ? nullptr : &found->second;
    }

    std::string addSystems(const Table& table);
    std::string addConcepts(const Table& table);
};

std::string Catalogue::State::addSystems(const Table& table) {
    std::string faults;
    for (const auto& row : table.rows) {
        if (!Oid::parse(row.cells[0])) {
            faults += place(table, row) + "the code system is not an OID\n";
            continue;
        }
        systems.try_emplace(row.cells[0]);
        std::string_view rest = row.cells[3];
        while (!rest.empty()) {
            const auto comma = std::min(rest.find(','), rest.size());
            auto alias = rest.substr(0, comma);
            alias.remove_prefix(std::min(alias.find_first_not_of(' '), alias.size()));
            if (!alias.empty() && alias != row.cells[0] &&
                !aliases.try_emplace(std::string{alias}, row.cells[0]).second) {
                faults +=
                    place(table, row) + "alias " + std::string{alias} + " stands for two code systems\n";
            }
            rest.remove_prefix(std::min(comma + 1, rest.size()));
        }
    }
    return faults;
}

std::string Catalogue::State::addConcepts(const Table& table) {
    std::string faults;
    for (const auto& row : table.rows) {
        const auto& cells = row.cells;
        const auto system = systems.find(cells[0]);
        if (system == systems.end()) {
            faults += place(table, row) + "code system " + cells[0] + " is not in code-systems.tsv\n";
            continue;
        }
        if (cells[1].empty() || cells[4].empty()) {
            faults += place(table, row) + "a concept needs a code and an English name\n";
            continue;
        }
        if (!system->second.try_emplace(cells[1], Names{cells[2], cells[3], cells[4]}).second) {
            faults += place(table, row) + "concept " + cells[1] + " stands twice\n";
            continue;
        }
        ++size;
    }
    return faults;
}

Catalogue::Catalogue(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
Catalogue::Catalogue(Catalogue&&) noexcept = default;
Catalogue& Catalogue::operator=(Catalogue&&) noexcept = default;
Catalogue::~Catalogue() = default;

Result<Catalogue> Catalogue::load(const std::filesystem::path& directory) {
    auto state = std::make_unique<State>();
    state->name = directory.filename().string();
    const auto systems = readTable(directory / "code-systems.tsv", kSystemColumns);
    if (!systems) {
        return passOn(systems);
    }
    auto faults = state->addSystems(*systems);
    for (const auto& file : designationFiles(directory)) {
        const auto table = readTable(file, kDesignationColumns);
        if (!table) {
            return passOn(table);
        }
        faults += state->addConcepts(*table);
    }
    if (!faults.empty()) {
        return fail(ErrorCode::ConfigurationInvalid, faults);
    }
    if (state->size == 0) {
        return fail(ErrorCode::ConfigurationInvalid,
                    directory.string() + ": no designations*.tsv with concepts");
    }
    return Catalogue{std::move(state)};
}

std::optional<Designation> Catalogue::designation(std::string_view system, std::string_view code,
                                                  TextLanguage language) const noexcept {
    const auto* concepts = state_->find(system);
    if (concepts == nullptr) {
        return std::nullopt;
    }
    const auto found = concepts->find(code);
    if (found == concepts->end()) {
        return std::nullopt;
    }
    const auto sibling = language == TextLanguage::Bokmaal ? TextLanguage::Nynorsk : TextLanguage::Bokmaal;
    const std::array chain{language, language == TextLanguage::English ? language : sibling,
                           TextLanguage::English};
    constexpr std::array steps{Step::Exact, Step::Sibling, Step::English};
    for (std::size_t i = 0; i < chain.size(); ++i) {
        const auto* text = chosen(found->second, chain.at(i));
        if (!text->empty()) {
            return Designation{*text, chain.at(i), chain.at(i) == language ? Step::Exact : steps.at(i)};
        }
    }
    return std::nullopt;
}

bool Catalogue::knowsSystem(std::string_view system) const noexcept {
    return state_->find(system) != nullptr;
}

std::optional<CodeSystem> Catalogue::system(std::string_view oidOrAlias) const noexcept {
    if (const auto alias = state_->aliases.find(oidOrAlias); alias != state_->aliases.end()) {
        oidOrAlias = alias->second;
    }
    const auto found = state_->systems.find(oidOrAlias);
    if (found == state_->systems.end()) {
        return std::nullopt;
    }
    return CodeSystem{found->first, {}, {}};
}

std::optional<Concept> Catalogue::find(std::string_view system, std::string_view code) const noexcept {
    const auto* concepts = state_->find(system);
    if (concepts == nullptr) {
        return std::nullopt;
    }
    const auto found = concepts->find(code);
    if (found == concepts->end()) {
        return std::nullopt;
    }
    return Concept{*this->system(system), found->first, true};
}

bool Catalogue::isNameOf(std::string_view system, std::string_view name) const noexcept {
    const auto alias = state_->aliases.find(name);
    return alias != state_->aliases.end() && alias->second == system;
}

Membership Catalogue::membership(std::string_view /*valueSet*/, std::string_view /*system*/,
                                 std::string_view /*code*/) const noexcept {
    return Membership::UnknownSet;
}

std::optional<Mapping> Catalogue::mapping(std::string_view /*system*/, std::string_view /*code*/,
                                          std::string_view /*valueSet*/) const noexcept {
    return std::nullopt;
}

std::size_t Catalogue::size() const noexcept {
    return state_->size;
}

const std::string& Catalogue::name() const noexcept {
    return state_->name;
}

} // namespace ncp::transform::terminology
