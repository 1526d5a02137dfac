#include "transform/rules/rule_reader.hpp"

#include "transform/rules/content_checks.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace ncp::transform::rules {
namespace {

enum Column : std::size_t {
    Id,
    OwnSeverity,
    Received,
    Documents,
    FormColumn,
    Wave,
    Context,
    CheckColumn,
    Target,
    ArgumentColumn,
    Reference
};
constexpr std::size_t kShownValues = 12;

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

std::optional<Level> level(std::string_view name) {
    return name == "error"     ? std::optional{Level::Error}
           : name == "warning" ? std::optional{Level::Warning}
           : name == "info"    ? std::optional{Level::Notice}
                               : std::nullopt;
}

std::string joined(const std::vector<std::string>& values) {
    std::string out;
    for (std::size_t i = 0; i < values.size() && i < kShownValues; ++i) {
        out += (i == 0 ? "" : " | ") + values[i];
    }
    return values.size() > kShownValues ? out + " | …" : out;
}

} // namespace

std::string place(const Table& table, const TableRow& row) {
    return table.source + ":" + std::to_string(row.line) + ": ";
}

std::string Vocabulary::addLists(const Table& table) {
    std::string faults;
    for (const auto& row : table.rows) {
        if (!lists.emplace(row.cells[0], split(row.cells[1], '|')).second) {
            faults += place(table, row) + "the list " + row.cells[0] + " stands twice\n";
        }
    }
    return faults;
}

std::string Vocabulary::addPatterns(const Table& table) {
    std::string faults;
    for (const auto& row : table.rows) {
        try {
            NamedPattern pattern{ValuePattern{row.cells[1]}, row.cells[2]};
            if (!patterns.emplace(row.cells[0], std::move(pattern)).second) {
                faults += place(table, row) + "the pattern " + row.cells[0] + " stands twice\n";
            }
        } catch (const std::regex_error&) {
            faults += place(table, row) + "the pattern " + row.cells[0] + " is no regular expression\n";
        }
    }
    return faults;
}

Rule RuleReader::read() {
    rule_.id = cells_[Id];
    rule_.reference = cells_[Reference];
    readSeverities();
    readScopes();
    readForm();
    readWave();
    if (cells_[CheckColumn] != "code") {
        context_ = path(Context);
        rule_.target = path(Target);
        readCheck();
    } else {
        rule_.argument.values = values(cells_[ArgumentColumn]);
    }
    return std::move(rule_);
}

void RuleReader::readSeverities() {
    const auto own = level(cells_[OwnSeverity]);
    const auto received = level(cells_[Received]);
    if (!own || !received) {
        faults_.emplace_back("severity must be error, warning or info");
    }
    rule_.own = own.value_or(Level::Error);
    rule_.received = received.value_or(Level::Error);
}

void RuleReader::readScopes() {
    for (const auto& token : split(cells_[Documents], ',')) {
        if (auto read = scope(token)) {
            rule_.scopes.push_back(std::move(*read));
        } else {
            faults_.push_back("unknown kind of document " + token);
        }
    }
}

void RuleReader::readForm() {
    const auto& form = cells_[FormColumn];
    if (form == "pivot" || form == "friendly") {
        rule_.form = form == "pivot" ? Form::Pivot : Form::Friendly;
    } else if (form != "both") {
        faults_.push_back("unknown form " + form);
    }
}

void RuleReader::readWave() {
    const auto& text = cells_[Wave];
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, rule_.wave);
    if (text != "-" && (read.ec != std::errc{} || read.ptr != end || rule_.wave == 0)) {
        faults_.push_back("a wave is a number from 1, or -: " + text);
    }
}

Path RuleReader::path(std::size_t column) {
    auto read = Path::parse(cells_[column], names_);
    if (!read) {
        faults_.push_back(read.error().detail);
        return {};
    }
    return std::move(*read);
}

void RuleReader::readCheck() {
    const auto kinds = checkKinds();
    const auto kind = std::ranges::find(kinds, cells_[CheckColumn], &CheckKind::name);
    if (kind == kinds.end()) {
        faults_.push_back("unknown check " + cells_[CheckColumn]);
        return;
    }
    rule_.check = kind->check;
    rule_.expected = kind->expected;
    if (kind->check == &unresolvedReferences) {
        rule_.argument.names.push_back(names_.addAttribute("ID"));
    }
    readArgument(*kind);
}

void RuleReader::readArgument(const CheckKind& kind) {
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

void RuleReader::readCount(std::string_view kind, const std::string& text) {
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

/// Those of a named list, or those that stand there.
std::vector<std::string> RuleReader::values(const std::string& text) const {
    const auto named = vocabulary_.lists.find(text);
    if (named != vocabulary_.lists.end()) {
        return named->second;
    }
    return text == "-" ? std::vector<std::string>{} : split(text, '|');
}

void RuleReader::readList(std::string_view kind, const std::string& text) {
    rule_.argument.values = values(text);
    if (kind == "only-elements") {
        readNames();
    }
    if (!rule_.expected.empty()) {
        return; // the same for every argument
    }
    const auto values = joined(rule_.argument.values);
    if (kind == "coded") {
        rule_.expected = "code + codeSystem" + (values.empty() ? "" : " (" + values + ")") +
                         " | nullFlavor | originalText";
    } else {
        rule_.expected = (kind == "none-of" || kind == "says-not" ? "≠ "
                          : kind == "type"                        ? "xsi:type "
                                                                  : "") +
                         values;
    }
}

void RuleReader::readNames() {
    for (const auto& value : rule_.argument.values) {
        rule_.argument.names.push_back(names_.addElement(Space::Hl7, value));
    }
    std::ranges::sort(rule_.argument.names);
}

void RuleReader::readPattern(const std::string& text) {
    const auto named = vocabulary_.patterns.find(text);
    if (named == vocabulary_.patterns.end()) {
        faults_.push_back("unknown pattern " + text);
        return;
    }
    rule_.argument.pattern = named->second.expression;
    rule_.expected = named->second.notation;
}

} // namespace ncp::transform::rules
