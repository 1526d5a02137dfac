#include "transform/terminology/import/fsh_reader.hpp"

#include "base/identifiers.hpp"
#include "transform/terminology/import/fsh_tokens.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace ncp::transform::terminology::import {
namespace {

using Tokens = std::span<const FshToken>;

bool startsStatement(const FshToken& token) {
    if (!token.first || token.isString) {
        return false;
    }
    return token.text == "*" || (token.text.size() > 1 && token.text.ends_with(':') &&
                                 std::ranges::all_of(token.text.substr(0, token.text.size() - 1), [](char c) {
                                     return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
                                 }));
}

/// Each statement is a rule (`* …`) or a keyword with its value (`Id: …`).
std::vector<Tokens> statementsOf(const std::vector<FshToken>& tokens) {
    std::vector<Tokens> statements;
    std::size_t begin = 0;
    for (std::size_t i = 1; i <= tokens.size(); ++i) {
        if (i == tokens.size() || startsStatement(tokens[i])) {
            statements.push_back(Tokens{tokens}.subspan(begin, i - begin));
            begin = i;
        }
    }
    return statements;
}

std::string unquoted(std::string_view code) {
    if (code.size() < 2 || !code.starts_with('"') || !code.ends_with('"')) {
        return std::string{code};
    }
    std::string out;
    for (std::size_t i = 1; i + 1 < code.size(); ++i) {
        if (code[i] == '\\' && i + 2 < code.size()) {
            ++i;
        }
        out += code[i];
    }
    return out;
}

/// `system#code`; the system is empty where the rule leaves it out.
struct WrittenCode {
    std::string system;
    std::string version;
    std::string code;
};

std::optional<WrittenCode> writtenCode(const FshToken& token) {
    const auto hash = token.isString ? std::string::npos : token.text.find('#');
    if (hash == std::string::npos) {
        return std::nullopt;
    }
    WrittenCode out{token.text.substr(0, hash), {}, unquoted(std::string_view{token.text}.substr(hash + 1))};
    if (const auto bar = out.system.find('|'); bar != std::string::npos) {
        out.version = out.system.substr(bar + 1);
        out.system.resize(bar);
    }
    return out;
}

/// `eHDSISeverity-8.1.0` is the set eHDSISeverity in version 8.1.0.
std::string versionOfId(std::string_view id) {
    const auto dash = id.rfind('-');
    if (dash == std::string_view::npos) {
        return {};
    }
    const auto version = id.substr(dash + 1);
    const bool numeric =
        !version.empty() && version.find('.') != std::string_view::npos &&
        std::ranges::all_of(version, [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
    return numeric ? std::string{version} : std::string{};
}

/// One ValueSet or CodeSystem, from its keyword to the next.
class Definition {
  public:
    Definition(const FshAliases& aliases, ContentBuilder& builder, bool isValueSet, const FshToken& keyword,
               std::string name)
        : aliases_(aliases), builder_(builder), isValueSet_(isValueSet), line_(keyword.line),
          name_(std::move(name)) {}

    void keyword(Tokens statement) {
        if (statement.front().text == "Id:" && statement.size() > 1) {
            id_ = statement[1].text;
        }
    }

    void rule(Tokens statement) {
        if (statement.size() < 2) {
            builder_.odd(statement.front().line, "empty rule");
        } else if (statement[1].text.starts_with('^') && !statement[1].isString) {
            metadata(statement.subspan(1));
        } else {
            rules_.push_back(statement.subspan(1));
        }
    }

    /// Reads the concepts: only now are OID and version known.
    void finish() {
        auto version = version_.empty() ? versionOfId(id_) : version_;
        auto name = id_.empty() ? name_ : id_.substr(0, id_.size() - suffixLength());
        if (isValueSet_) {
            set_ = builder_.addValueSet(line_, {oid_, std::move(name), std::move(version), false, {}});
        } else if (!nameSystem(std::move(name), std::move(version))) {
            return;
        }
        if (isValueSet_ && !set_) {
            return;
        }
        for (const auto& rule : rules_) {
            conceptRule(rule);
        }
        flushDesignation();
    }

  private:
    std::size_t suffixLength() const {
        const auto version = versionOfId(id_);
        return version.empty() ? 0 : version.size() + 1;
    }

    bool nameSystem(std::string name, std::string version) {
        const auto& written = !supplements_.empty() ? supplements_ : oid_.empty() ? url_ : oid_;
        const auto resolved = builder_.system(line_, written);
        if (!resolved) {
            return false;
        }
        system_ = *resolved;
        if (supplements_.empty()) {
            builder_.describe(line_, {system_, url_, std::move(name), {}, std::move(version), {}, {}});
        }
        return true;
    }

    void metadata(Tokens rule) {
        if (rule.size() < 3 || rule[1].text != "=") {
            builder_.odd(rule.front().line, "rule " + rule.front().text + " is not understood");
            return;
        }
        const auto& path = rule.front().text;
        const auto& value = rule[2].text;
        if (path == "^version") {
            version_ = value;
        } else if (path == "^url") {
            url_ = value;
        } else if (path == "^supplements") {
            supplements_ = value;
        } else if (path == "^language") {
            language_ = value.starts_with('#') ? value.substr(1) : value;
        } else if (path.starts_with("^identifier") && path.ends_with(".value")) {
            identifier(rule[2]);
        }
    }

    void identifier(const FshToken& value) {
        std::string_view text = value.text;
        for (const std::string_view prefix : {"urn:oid:", "urn:uuid:"}) {
            if (text.starts_with(prefix)) {
                text.remove_prefix(prefix.size());
            }
        }
        if (!oid_.empty() || !OidTag::valid(text)) {
            return;
        }
        if (!value.text.starts_with("urn:oid:")) {
            builder_.odd(value.line, "OID " + std::string{text} + " is not written as urn:oid:");
        }
        oid_ = text;
    }

    void conceptRule(Tokens rule) {
        const auto line = rule.front().line;
        if (rule.front().text == "insert") {
            builder_.odd(line, "rule set " + (rule.size() > 1 ? rule[1].text : "") + " is left out");
            return;
        }
        if (rule.front().text == "include") {
            rule = rule.subspan(1);
        }
        auto code = rule.empty() ? std::nullopt : writtenCode(rule.front());
        if (!code) {
            builder_.refuse(line, "rule is no concept: members that are not listed can't be taken in");
            return;
        }
        while (rule.size() > 1) { // in a code system the parents of a code stand before it
            auto next = writtenCode(rule[1]);
            if (!next || !next->system.empty()) {
                break;
            }
            code = std::move(next);
            rule = rule.subspan(1);
        }
        if (rule.size() > 1 && rule[1].text.starts_with('^') && !rule[1].isString) {
            conceptMetadata(*code, rule.subspan(1));
        } else {
            listedConcept(*code, rule);
        }
    }

    std::optional<ContentBuilder::ConceptAt> conceptAt(std::size_t line, const WrittenCode& code) {
        if (code.system.empty()) {
            if (isValueSet_) {
                builder_.refuse(line, "code " + code.code + " has no code system");
                return std::nullopt;
            }
            return builder_.addConcept(line, system_, code.code);
        }
        const auto alias = aliases_.find(code.system);
        std::string_view system = alias == aliases_.end() ? std::string_view{code.system} : alias->second;
        if (const auto bar = system.find('|'); bar != std::string_view::npos) {
            system = system.substr(0, bar);
        }
        return builder_.addConcept(line, system, code.code);
    }

    void listedConcept(const WrittenCode& code, Tokens rule) {
        flushDesignation();
        const auto line = rule.front().line;
        builder_.countRow();
        const auto at = conceptAt(line, code);
        if (!at) {
            return;
        }
        if (rule.size() > 1 && rule[1].isString) {
            builder_.designate(line, *at, {language_, rule[1].text, {}, {}, true});
        }
        if (rule.size() > 2 && (isValueSet_ || !rule[2].isString)) {
            builder_.odd(line, "more than a display stands behind " + code.code + "; it is left out");
        }
        if (set_) {
            builder_.addMember(line, *set_, *at);
        }
    }

    /// `^designation[0].language = #nb-NO`, `^designation[=].value = "…"`: a designation is whole when
    /// another begins.
    void conceptMetadata(const WrittenCode& code, Tokens rule) {
        const auto& path = rule.front().text;
        if (!path.starts_with("^designation") || rule.size() < 3) {
            return;
        }
        const auto line = rule.front().line;
        const auto at = conceptAt(line, code);
        if (!at) {
            return;
        }
        const auto index = path.substr(0, path.rfind('.'));
        if (!pending_ || pending_->at.index != at->index ||
            (index != pending_->index && !index.ends_with("[=]"))) {
            flushDesignation();
            pending_ = Pending{*at, index, line, {}};
        }
        if (path.ends_with(".language")) {
            const auto& value = rule[2].text;
            pending_->designation.language = value.starts_with('#') ? value.substr(1) : value;
        } else if (path.ends_with(".value")) {
            pending_->designation.text = rule[2].text;
        }
    }

    void flushDesignation() {
        if (pending_) {
            builder_.designate(pending_->line, pending_->at, std::move(pending_->designation));
            pending_.reset();
        }
    }

    struct Pending {
        ContentBuilder::ConceptAt at;
        std::string index;
        std::size_t line = 0;
        DesignationContent designation;
    };

    const FshAliases& aliases_;
    ContentBuilder& builder_;
    bool isValueSet_;
    std::size_t line_;
    std::string name_;
    std::string id_;
    std::string version_;
    std::string url_;
    std::string oid_;
    std::string supplements_;
    std::string language_ = "en-GB";
    std::string system_;
    std::optional<ContentBuilder::ValueSetAt> set_;
    std::vector<Tokens> rules_;
    std::optional<Pending> pending_;
};

bool opensDefinition(const std::string& keyword) {
    static constexpr std::array<std::string_view, 10> kKeywords{
        "ValueSet:",  "CodeSystem:", "Profile:", "Extension:", "Instance:",
        "Invariant:", "RuleSet:",    "Logical:", "Resource:",  "Mapping:"};
    return std::ranges::find(kKeywords, keyword) != kKeywords.end();
}

void addAlias(Tokens statement, FshAliases& aliases) {
    if (statement.size() >= 4 && statement.front().text == "Alias:" && statement[2].text == "=") {
        aliases.insert_or_assign(statement[1].text, statement[3].text);
    }
}

} // namespace

FshAliases readFshAliases(std::string_view text) {
    FshAliases aliases;
    if (const auto tokens = tokenizeFsh(text)) {
        for (const auto& statement : statementsOf(*tokens)) {
            addAlias(statement, aliases);
        }
    }
    return aliases;
}

void readFsh(std::string_view text, const FshAliases& aliases, ContentBuilder& builder) {
    const auto tokens = tokenizeFsh(text);
    if (!tokens) {
        builder.refuse(0, tokens.error().detail);
        return;
    }
    std::unique_ptr<Definition> open;
    const auto close = [&open] {
        if (open) {
            open->finish();
            open.reset();
        }
    };
    for (const auto& statement : statementsOf(*tokens)) {
        const auto& first = statement.front();
        if (first.text == "*" && first.first) {
            if (open) {
                open->rule(statement);
            }
        } else if (opensDefinition(first.text)) {
            close();
            const auto name = statement.size() > 1 ? statement[1].text : std::string{};
            if (first.text == "ValueSet:" || first.text == "CodeSystem:") {
                open = std::make_unique<Definition>(aliases, builder, first.text == "ValueSet:", first, name);
            } else {
                builder.odd(first.line, first.text + " " + name + " is left out");
            }
        } else if (open) {
            open->keyword(statement);
        } else if (first.text != "Alias:") {
            builder.odd(first.line, "text outside of a definition is left out");
        }
    }
    close();
}

} // namespace ncp::transform::terminology::import
