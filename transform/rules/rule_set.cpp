#include "transform/rules/rule_set.hpp"

#include "base/table.hpp"
#include "transform/rules/checks.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <system_error>

namespace ncp::transform::rules {
namespace {

constexpr std::array<std::string_view, 10> kRuleColumns{
    "id", "severity", "received", "documents", "form", "context", "check", "target", "argument", "reference"};
enum Column : std::size_t {
    Id,
    OwnSeverity,
    Received,
    Documents,
    FormColumn,
    Context,
    CheckColumn,
    Target,
    ArgumentColumn,
    Reference
};
constexpr std::array<std::string_view, 2> kListColumns{"list", "values"};
constexpr std::array<std::string_view, 3> kPatternColumns{"pattern", "expression", "notation"};
constexpr std::size_t kShownValues = 12;

struct NamedPattern {
    std::regex expression;
    std::string notation;
};

/// The names that rules refer to.
struct Vocabulary {
    std::map<std::string, std::vector<std::string>, std::less<>> lists;
    std::map<std::string, NamedPattern, std::less<>> patterns;
};

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (true) {
        const auto end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + 1);
    }
}

std::string place(const Table& table, const TableRow& row) {
    return table.source + ":" + std::to_string(row.line) + ": ";
}

std::string readLists(const Table& table, Vocabulary& vocabulary) {
    std::string faults;
    for (const auto& row : table.rows) {
        if (!vocabulary.lists.emplace(row.cells[0], split(row.cells[1], '|')).second) {
            faults += place(table, row) + "the list " + row.cells[0] + " stands twice\n";
        }
    }
    return faults;
}

std::string readPatterns(const Table& table, Vocabulary& vocabulary) {
    std::string faults;
    for (const auto& row : table.rows) {
        try {
            NamedPattern pattern{std::regex{row.cells[1], std::regex::ECMAScript | std::regex::optimize},
                                 row.cells[2]};
            if (!vocabulary.patterns.emplace(row.cells[0], std::move(pattern)).second) {
                faults += place(table, row) + "the pattern " + row.cells[0] + " stands twice\n";
            }
        } catch (const std::regex_error&) {
            faults += place(table, row) + "the pattern " + row.cells[0] + " is no regular expression\n";
        }
    }
    return faults;
}

struct DocumentName {
    std::string_view name;
    std::vector<std::string_view> codes;
};

const std::vector<DocumentName>& documentNames() {
    static const std::vector<DocumentName> names{
        {"all", {}},          {"ps", {"60591-5"}},
        {"ep", {"57833-6"}},  {"ed", {"60593-1"}},
        {"mro", {"56445-0"}}, {"orcd", {"11502-2", "34105-7", "18748-4", "x-clinical-image"}},
    };
    return names;
}

/// `ps`, `ps-l1`, `l3`, `all`, …
std::optional<Scope> scope(std::string_view token) {
    Scope scope;
    if (token.ends_with("l1") || token.ends_with("l3")) {
        scope.structured = token.ends_with("l3");
        token.remove_suffix(2);
        if (token.empty()) {
            return scope;
        }
        if (!token.ends_with('-')) {
            return std::nullopt;
        }
        token.remove_suffix(1);
    }
    const auto found = std::ranges::find(documentNames(), token, &DocumentName::name);
    if (found == documentNames().end()) {
        return std::nullopt;
    }
    scope.codes = found->codes;
    return scope;
}

std::optional<Severity> severity(std::string_view name) {
    return name == "error"     ? std::optional{Severity::Error}
           : name == "warning" ? std::optional{Severity::Warning}
                               : std::nullopt;
}

std::string joined(const std::vector<std::string>& values) {
    std::string out;
    for (std::size_t i = 0; i < values.size() && i < kShownValues; ++i) {
        out += (i == 0 ? "" : " | ") + values[i];
    }
    return values.size() > kShownValues ? out + " | …" : out;
}

/// Turns one row into a rule; collects what is wrong with it.
class RuleReader {
  public:
    RuleReader(const TableRow& row, const Vocabulary& vocabulary)
        : cells_(row.cells), vocabulary_(vocabulary) {}

    Rule read() {
        rule_.id = cells_[Id];
        rule_.reference = cells_[Reference];
        readSeverities();
        readScopes();
        readForm();
        rule_.context = path(Context);
        rule_.target = path(Target);
        readCheck();
        return std::move(rule_);
    }

    const std::vector<std::string>& faults() const noexcept { return faults_; }

  private:
    void readSeverities() {
        const auto own = severity(cells_[OwnSeverity]);
        const auto received = severity(cells_[Received]);
        if (!own || !received) {
            faults_.emplace_back("severity must be error or warning");
        }
        rule_.own = own.value_or(Severity::Error);
        rule_.received = received.value_or(Severity::Error);
    }

    void readScopes() {
        for (const auto& token : split(cells_[Documents], ',')) {
            if (auto read = scope(token)) {
                rule_.scopes.push_back(std::move(*read));
            } else {
                faults_.push_back("unknown kind of document " + token);
            }
        }
    }

    void readForm() {
        const auto& form = cells_[FormColumn];
        if (form == "pivot" || form == "friendly") {
            rule_.form = form == "pivot" ? Form::Pivot : Form::Friendly;
        } else if (form != "both") {
            faults_.push_back("unknown form " + form);
        }
    }

    Path path(Column column) {
        auto read = Path::parse(cells_[column]);
        if (!read) {
            faults_.push_back(read.error().detail);
            return {};
        }
        return std::move(*read);
    }

    void readCheck() {
        const auto kinds = checkKinds();
        const auto kind = std::ranges::find(kinds, cells_[CheckColumn], &CheckKind::name);
        if (kind == kinds.end()) {
            faults_.push_back("unknown check " + cells_[CheckColumn]);
            return;
        }
        rule_.check = kind->check;
        rule_.expected = kind->expected;
        readArgument(*kind);
    }

    void readArgument(const CheckKind& kind) {
        const auto& text = cells_[ArgumentColumn];
        switch (kind.argument) {
        case ArgumentKind::None:
            if (text != "-") {
                faults_.push_back("the check " + std::string{kind.name} + " takes no argument");
            }
            return;
        case ArgumentKind::Count:
            return readCount(kind.name, text);
        case ArgumentKind::List:
            return readList(kind.name, text);
        case ArgumentKind::Pattern:
            return readPattern(text);
        }
    }

    void readCount(std::string_view kind, const std::string& text) {
        const auto* end = text.data() + text.size();
        const auto read = std::from_chars(text.data(), end, rule_.argument.count);
        if (read.ec != std::errc{} || read.ptr != end) {
            faults_.push_back("not a number: " + text);
        }
        if (rule_.argument.count == 0) {
            return;
        }
        const std::string range = kind == "exactly" ? text : kind == "at-least" ? text + "..*" : "0.." + text;
        rule_.expected = rule_.target.text() + " (" + range + ")";
    }

    void readList(std::string_view kind, const std::string& text) {
        const auto named = vocabulary_.lists.find(text);
        if (named != vocabulary_.lists.end()) {
            rule_.argument.values = named->second;
        } else if (text != "-") {
            rule_.argument.values = split(text, '|');
        }
        const auto values = joined(rule_.argument.values);
        if (kind == "coded") {
            rule_.expected = "code + codeSystem" + (values.empty() ? "" : " (" + values + ")") +
                             " | nullFlavor | originalText";
        } else {
            rule_.expected = (kind == "none-of" ? "≠ " : kind == "type" ? "xsi:type " : "") + values;
        }
    }

    void readPattern(const std::string& text) {
        const auto named = vocabulary_.patterns.find(text);
        if (named == vocabulary_.patterns.end()) {
            faults_.push_back("unknown pattern " + text);
            return;
        }
        rule_.argument.pattern = named->second.expression;
        rule_.expected = named->second.notation;
    }

    const std::vector<std::string>& cells_;
    const Vocabulary& vocabulary_;
    Rule rule_;
    std::vector<std::string> faults_;
};

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

std::string readRules(const Table& table, const Vocabulary& vocabulary, std::vector<Rule>& rules) {
    std::string faults;
    for (const auto& row : table.rows) {
        RuleReader reader{row, vocabulary};
        auto rule = reader.read();
        for (const auto& fault : reader.faults()) {
            faults += place(table, row) + fault + "\n";
        }
        rules.push_back(std::move(rule));
    }
    return faults;
}

} // namespace

Result<RuleSet> RuleSet::load(const std::filesystem::path& directory) {
    const auto lists = readTable(directory / "lists.tsv", kListColumns);
    const auto patterns = readTable(directory / "patterns.tsv", kPatternColumns);
    if (!lists || !patterns) {
        return passOn(lists ? patterns : lists);
    }
    Vocabulary vocabulary;
    auto faults = readLists(*lists, vocabulary) + readPatterns(*patterns, vocabulary);
    RuleSet set;
    for (const auto& file : ruleFiles(directory)) {
        const auto table = readTable(file, kRuleColumns);
        faults += table ? readRules(*table, vocabulary, set.rules_) : table.error().detail;
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
