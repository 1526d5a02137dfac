#include "transform/rules/rule_set.hpp"

#include "transform/rules/rule_reader.hpp"

#include <algorithm>
#include <array>
#include <system_error>

namespace ncp::transform::rules {
namespace {

constexpr std::array<std::string_view, 2> kListColumns{"list", "values"};
constexpr std::array<std::string_view, 3> kPatternColumns{"pattern", "expression", "notation"};

std::vector<std::filesystem::path> ruleFiles(const std::filesystem::path& directory) {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator{directory, error}) {
        const auto& file = entry.path();
        if (file.extension() == ".tsv" && file.stem() != "lists" && file.stem() != "patterns") {
            files.push_back(file);
        }
    }
    std::ranges::sort(files);
    return files;
}

} // namespace

std::string RuleSet::read(const Table& table, const Vocabulary& vocabulary) {
    std::string faults;
    for (const auto& row : table.rows) {
        RuleReader reader{row, vocabulary, names_};
        auto rule = reader.read();
        for (const auto& fault : reader.faults()) {
            faults += place(table, row) + fault + "\n";
        }
        rule.context = addContext(reader.takeContext());
        (rule.check == nullptr ? inCode_ : rules_).push_back(std::move(rule));
    }
    return faults;
}

std::size_t RuleSet::addContext(Path context) {
    const auto known = std::ranges::find(contexts_, context.text(), &Path::text);
    const auto index = static_cast<std::size_t>(known - contexts_.begin());
    if (known == contexts_.end()) {
        contexts_.push_back(std::move(context));
    }
    return index;
}

const Rule* RuleSet::find(std::string_view id) const noexcept {
    for (const auto* part : {&rules_, &inCode_}) {
        const auto found = std::ranges::find(*part, id, &Rule::id);
        if (found != part->end()) {
            return &*found;
        }
    }
    return nullptr;
}

Result<RuleSet> RuleSet::load(const std::filesystem::path& directory) {
    const auto lists = readTable(directory / "lists.tsv", kListColumns);
    const auto patterns = readTable(directory / "patterns.tsv", kPatternColumns);
    if (!lists || !patterns) {
        return passOn(lists ? patterns : lists);
    }
    Vocabulary vocabulary;
    auto faults = vocabulary.addLists(*lists) + vocabulary.addPatterns(*patterns);
    RuleSet set;
    for (const auto& file : ruleFiles(directory)) {
        const auto table = readTable(file, kRuleColumns);
        faults += table ? set.read(*table, vocabulary) : table.error().detail;
    }
    if (set.rules_.empty()) {
        faults += directory.string() + ": no rules\n";
    }
    if (!faults.empty()) {
        return fail(ErrorCode::ConfigurationInvalid, faults);
    }
    return set;
}

} // namespace ncp::transform::rules
