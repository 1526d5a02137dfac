#include "transform/cda/coded_element_path.hpp"

#include "base/identifiers.hpp"
#include "base/table.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace ncp::transform::cda {
namespace {

constexpr std::array<std::string_view, 5 + kDocumentTypes> kColumns{
    "id", "path", "PS3", "PS1", "eP3", "eP1", "eD3", "MRO3", "MRO1", "value_sets", "system", "translation"};
constexpr std::array<std::string_view, 2> kPrefixColumns{"prefix", "oid"};

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto end = std::min(text.find(separator), text.size());
        parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

bool isName(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
}

tl::unexpected<Error> fault(std::string what) {
    return fail(ErrorCode::ConfigurationInvalid, std::move(what));
}

/// `[must-hold]`, `[must-hold-unless=…]`, without the brackets; false where it is neither.
Result<bool> readHolder(CodedElementPath& path, std::string_view text, const OidExpansion& expand) {
    constexpr std::string_view unless = "must-hold-unless=";
    if (text != "must-hold" && !text.starts_with(unless)) {
        return false;
    }
    if (path.holder) {
        return fault("one step of a path can be marked must-hold");
    }
    path.holder = path.steps.size();
    if (text.starts_with(unless)) {
        path.unless = expand(text.substr(unless.size()));
        if (!Oid::parse(path.unless)) {
            return fault("predicate [" + std::string{text} + "] is no OID");
        }
    }
    return true;
}

/// `[template=…]`, `[code=…]`, `[@name=…]`, without the brackets.
Result<void> addPredicate(CodedElementStep& step, std::string_view text, const OidExpansion& expand) {
    const auto equals = text.find('=');
    auto values =
        equals == std::string_view::npos ? std::vector<std::string>{} : split(text.substr(equals + 1), '|');
    if (values.empty() || std::ranges::any_of(values, &std::string::empty)) {
        return fault("predicate [" + std::string{text} + "] has no value");
    }
    const auto subject = text.substr(0, equals);
    if (subject == "template") {
        std::ranges::transform(values, values.begin(), expand);
        if (!std::ranges::all_of(values, [](const auto& oid) { return Oid::parse(oid).has_value(); })) {
            return fault("predicate [" + std::string{text} + "] is no OID");
        }
        step.conditions.push_back({ChildCondition::Kind::Template, std::move(values)});
    } else if (subject == "code") {
        step.conditions.push_back({ChildCondition::Kind::Code, std::move(values)});
    } else if (subject.starts_with('@') && (subject == "@xsi:type" || isName(subject.substr(1)))) {
        step.tests.push_back({std::string{subject.substr(1)}, std::move(values)});
    } else {
        return fault("predicate [" + std::string{text} +
                     "] is none of template, code, @attribute, must-hold");
    }
    return {};
}

Result<void> addStep(CodedElementPath& path, std::string_view text, const OidExpansion& expand) {
    auto bracket = std::min(text.find('['), text.size());
    CodedElementStep step{std::string{text.substr(0, bracket)}, {}, {}};
    if (!isName(step.name)) {
        return fault("\"" + std::string{text} + "\" names no element");
    }
    while (bracket < text.size()) {
        const auto close = text.find(']', bracket);
        if (text[bracket] != '[' || close == std::string_view::npos) {
            return fault("\"" + std::string{text} + "\" has an open bracket");
        }
        const auto predicate = text.substr(bracket + 1, close - bracket - 1);
        const auto holder = readHolder(path, predicate, expand);
        if (!holder) {
            return passOn(holder);
        }
        if (auto added = *holder ? Result<void>{} : addPredicate(step, predicate, expand); !added) {
            return passOn(added);
        }
        bracket = close + 1;
    }
    path.steps.push_back(std::move(step));
    return {};
}

std::optional<Usage> parseUsage(std::string_view text) {
    if (text == "NA") {
        return Usage::NotApplicable;
    }
    if (text == "O") {
        return Usage::Optional;
    }
    if (text == "RNFA") {
        return Usage::RequiredNullFlavor;
    }
    return text == "R" ? std::optional{Usage::Required} : std::nullopt;
}

/// A path as findings show it.
std::string withoutMarks(std::string path) {
    for (auto begin = path.find("[must-hold"); begin != std::string::npos; begin = path.find("[must-hold")) {
        path.erase(begin, path.find(']', begin) + 1 - begin);
    }
    return path;
}

/// Reads the rows one by one and collects what is wrong with them.
class RowReader {
  public:
    explicit RowReader(const std::map<std::string, std::string, std::less<>>& prefixes)
        : prefixes_(prefixes) {}

    /// What is wrong with the row, empty where nothing is.
    std::string read(const TableRow& row) {
        const auto& cells = row.cells;
        CodedElement element;
        element.id = cells[0];
        element.path = withoutMarks(cells[1]);
        element.line = row.line;
        if (element.id.empty() || !ids_.insert(element.id).second) {
            return "the id is empty or stands twice";
        }
        auto path = parseCodedElementPath(cells[1], [&](std::string_view oid) { return expand(oid); });
        if (!path) {
            return path.error().detail;
        }
        element.place = path->place;
        element.attribute = path->attribute;
        if (auto wrong = readUsage(cells, element); !wrong.empty()) {
            return wrong;
        }
        if (auto wrong = readCodes(cells, element); !wrong.empty()) {
            return wrong;
        }
        rows.elements.push_back(std::move(element));
        rows.paths.push_back(std::move(*path));
        return {};
    }

    CodedElementRows rows;

  private:
    std::string expand(std::string_view text) const {
        const auto dot = std::min(text.find('.'), text.size());
        const auto found = prefixes_.find(text.substr(0, dot));
        return found == prefixes_.end() ? std::string{text} : found->second + std::string{text.substr(dot)};
    }

    static std::string readUsage(const std::vector<std::string>& cells, CodedElement& element) {
        for (std::size_t type = 0; type < kDocumentTypes; ++type) {
            const auto usage = parseUsage(cells[2 + type]);
            if (!usage) {
                return "\"" + cells[2 + type] + "\" is no usage";
            }
            element.usage.at(type) = *usage;
        }
        const bool used =
            std::ranges::any_of(element.usage, [](Usage usage) { return usage != Usage::NotApplicable; });
        return used ? "" : "the row applies to no document type";
    }

    std::string readCodes(const std::vector<std::string>& cells, CodedElement& element) const {
        for (const auto& set : split(cells[2 + kDocumentTypes], ',')) {
            element.valueSets.push_back(expand(set));
            if (!Oid::parse(element.valueSets.back())) {
                return "value set " + set + " is no OID";
            }
        }
        element.system = expand(cells[3 + kDocumentTypes]);
        if (!element.system.empty() && !Oid::parse(element.system)) {
            return "code system " + element.system + " is no OID";
        }
        const auto& translation = cells[4 + kDocumentTypes];
        if (translation != "yes" && translation != "no") {
            return "translation is yes or no";
        }
        element.holdsTranslation = translation == "yes";
        if (element.place != CodePlace::Element && (element.holdsTranslation || element.system.empty())) {
            return "an attribute or a text needs a code system and holds no translation";
        }
        return {};
    }

    const std::map<std::string, std::string, std::less<>>& prefixes_;
    std::set<std::string> ids_;
};

} // namespace

Result<CodedElementPath> parseCodedElementPath(std::string_view text, const OidExpansion& expand) {
    CodedElementPath path;
    path.anywhere = text.starts_with("//");
    if (!text.starts_with('/')) {
        return fault("a path starts with / or //");
    }
    text.remove_prefix(path.anywhere ? 2 : 1);
    for (const auto& part : split(text, '/')) {
        if (path.place != CodePlace::Element) {
            return fault("nothing can stand behind an attribute or text()");
        }
        if (part == "text()") {
            path.place = CodePlace::Text;
        } else if (part.starts_with('@') && isName(part.substr(1))) {
            path.place = CodePlace::Attribute;
            path.attribute = part.substr(1);
        } else {
            if (auto added = addStep(path, part, expand); !added) {
                return passOn(added);
            }
        }
    }
    if (path.steps.empty() || text.ends_with('/')) {
        return fault("the path leads to no element");
    }
    if (!path.steps.back().conditions.empty()) {
        return fault("what the last step asks of its children comes too late: it is met after its start");
    }
    return path;
}

Result<CodedElementRows> readCodedElements(std::string_view list, std::string_view prefixes,
                                           const std::string& source) {
    const auto shortForms = parseTable(prefixes, "oid-prefixes of " + source, kPrefixColumns);
    if (!shortForms) {
        return passOn(shortForms);
    }
    const auto table = parseTable(list, source, kColumns);
    if (!table) {
        return passOn(table);
    }
    std::map<std::string, std::string, std::less<>> byPrefix;
    for (const auto& row : shortForms->rows) {
        byPrefix.insert_or_assign(row.cells[0], row.cells[1]);
    }
    RowReader reader{byPrefix};
    std::string faults;
    for (const auto& row : table->rows) {
        if (const auto wrong = reader.read(row); !wrong.empty()) {
            faults += source + ":" + std::to_string(row.line) + ": " + wrong + "\n";
        }
    }
    if (!faults.empty()) {
        return fail(ErrorCode::ConfigurationInvalid, faults);
    }
    for (auto& [prefix, oid] : byPrefix) {
        reader.rows.exchangeRoots.push_back(std::move(oid));
    }
    return std::move(reader.rows);
}

} // namespace ncp::transform::cda
