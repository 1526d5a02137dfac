#include "transform/rules/bindings.hpp"

#include "base/xml/attribute_cursor.hpp"
#include "transform/cda/coded_element_tree.hpp"
#include "transform/cda/element.hpp"
#include "transform/cda/unit.hpp"
#include "transform/rules/checks.hpp"
#include "transform/rules/display_names.hpp"

#include <functional>
#include <map>
#include <set>
#include <span>
#include <unordered_set>

namespace ncp::transform::rules {
namespace {

/// A code as a document has it; views of the document or of the list.
struct Coded {
    std::string_view system;
    std::string_view code;
    std::string_view display;
    std::string_view version;

    friend bool operator==(const Coded&, const Coded&) = default;
};

/// The attributes of an element that state its code.
Coded codeAttributes(xml::Node element, std::string_view usualSystem) {
    Coded coded{usualSystem, {}, {}, {}};
    for (xml::AttributeCursor at{element}; !at.atEnd(); at.advance()) {
        if (!at.namespaceUri().empty()) {
            continue;
        }
        const auto name = at.name();
        if (name == "code") {
            coded.code = at.value();
        } else if (name == "codeSystem") {
            coded.system = at.value();
        } else if (name == "displayName") {
            coded.display = at.value();
        } else if (name == "codeSystemVersion") {
            coded.version = at.value();
        }
    }
    return coded;
}

/// A code at a row of the list: all that its judgement depends on.
struct Judged {
    const cda::CodedElement* row;
    Coded coded;

    friend bool operator==(const Judged&, const Judged&) = default;
};
struct JudgedHash {
    std::size_t operator()(const Judged& judged) const noexcept {
        const std::hash<std::string_view> hash;
        return std::hash<const void*>{}(judged.row) ^ hash(judged.coded.code) ^
               (hash(judged.coded.display) << 1U);
    }
};

/// As the value set has it. What stands in braces is a remark (UCUM).
std::string unitOf(std::string unit) {
    for (auto at = unit.find('{'); at != std::string::npos; at = unit.find('{')) {
        const auto end = unit.find('}', at);
        unit.erase(at, end == std::string::npos ? end : end - at + 1);
    }
    unit = cda::exchangeSpelling(unit);
    return unit.ends_with('/') ? unit.substr(0, unit.size() - 1) : unit;
}

class BindingCheck {
  public:
    BindingCheck(const terminology::Catalogue& catalogue, const ValueSetSizes& sizes, const RuleSet& rules,
                 const ValidationOptions& options)
        : catalogue_(catalogue), sizes_(sizes), rules_(rules), options_(options), owners_(catalogue),
          words_{wordsOf("binding.negated"), wordsOf("binding.display"), wordsOf("binding.wording")} {}

    void check(xml::Node element, const cda::CodedElement& row, cda::Usage usage) {
        if (usage == cda::Usage::NotApplicable) {
            return;
        }
        if (row.place != cda::CodePlace::Element) {
            const auto code = row.place == cda::CodePlace::Text ? cda::collapse(element.text())
                                                                : element.attribute(row.attribute);
            return checkCode(element, row, usage, {row.system, code, {}, {}});
        }
        // Documents repeat their codes.
        const Judged judged{&row, codeAttributes(element, row.system)};
        if (options_.form == Form::Pivot && !judged.coded.code.empty()) {
            checkWords(element, row, judged.coded);
        }
        if (fitting_.contains(judged)) {
            return;
        }
        const auto before = places_;
        checkCode(element, row, usage, judged.coded);
        if (places_ == before) {
            fitting_.insert(judged);
        }
    }

    std::vector<Located> takeFindings(xml::Node root) {
        if (!unknownSets_.empty()) {
            add("binding.unknown-set", root, joined(unknownSets_), "");
        }
        if (!partSets_.empty()) {
            add("binding.not-checked", root, joined(partSets_), "");
        }
        return std::move(findings_);
    }

  private:
    void checkCode(xml::Node element, const cda::CodedElement& row, cda::Usage usage, const Coded& coded) {
        if (coded.code.empty()) {
            return checkAbsence(element, row, usage);
        }
        if (options_.form == Form::Friendly) {
            return checkSystem(element, coded);
        }
        checkMembership(element, row, usage, coded);
        if (row.place == cda::CodePlace::Element) {
            checkConcept(element, row, coded);
        }
    }

    /// A required element says what it is; a nullFlavor is let through with a warning, as the exchange does.
    void checkAbsence(xml::Node element, const cda::CodedElement& row, cda::Usage usage) {
        if (usage == cda::Usage::Required && row.place == cda::CodePlace::Element) {
            add("binding.required", element, describe(element), joined(row.valueSets));
        }
    }

    void checkSystem(xml::Node element, const Coded& coded) {
        if (!coded.system.empty() && !catalogue_.knowsSystem(coded.system)) {
            add("binding.national-system", element, describe(element), "");
        }
    }

    void checkMembership(xml::Node element, const cda::CodedElement& row, cda::Usage usage,
                         const Coded& coded) {
        if (row.valueSets.empty() || isMember(row, coded)) {
            return;
        }
        const auto* rule = row.attribute == "unit"                                          ? "binding.unit"
                           : row.place != cda::CodePlace::Element                           ? "binding.value"
                           : !coded.system.empty() && !catalogue_.knowsSystem(coded.system) ? "binding.system"
                           : usage == cda::Usage::Required ? "binding.required-code"
                                                           : "binding.code";
        add(rule, element, foundOf(element, row), joined(row.valueSets));
    }

    /// In one of the sets, or one of them is not in the release: then nobody can say.
    bool isMember(const cda::CodedElement& row, const Coded& coded) {
        if (row.attribute != "unit") {
            return isInSets(row, coded);
        }
        const auto unit = unitOf(std::string{coded.code});
        return unit.empty() || unit == "1" || isInSets(row, coded) ||
               isInSets(row, {coded.system, unit, {}, {}});
    }

    bool isInSets(const cda::CodedElement& row, const Coded& coded) {
        bool unknown = false;
        for (const auto& set : row.valueSets) {
            switch (catalogue_.membership(set, coded.system, coded.code)) {
            case terminology::Membership::Member:
                return true;
            case terminology::Membership::Outside:
                if (sizes_.isPart(catalogue_, set) && catalogue_.knowsSystem(coded.system) &&
                    !catalogue_.find(coded.system, coded.code)) {
                    partSets_.insert(set);
                    unknown = true;
                }
                break;
            case terminology::Membership::UnknownSet:
                unknownSets_.insert(set);
                unknown = true;
                break;
            }
        }
        return unknown;
    }

    void checkConcept(xml::Node element, const cda::CodedElement& row, const Coded& coded) {
        const auto concept_ = catalogue_.find(coded.system, coded.code);
        if (!concept_) {
            return;
        }
        if (!concept_->current) {
            add("binding.retired", element, describe(element), "");
        }
        if (!coded.version.empty() && !concept_->system.version.empty() &&
            coded.version != concept_->system.version) {
            add("binding.version", element,
                "codeSystemVersion=\"" + shorten(std::string{coded.version}) + "\"",
                std::string{concept_->system.version});
        }
        if (!coded.display.empty()) {
            checkName(element, row, coded);
        }
    }

    void checkName(xml::Node element, const cda::CodedElement& row, const Coded& coded) {
        const auto english = catalogue_.designation(coded.system, coded.code, TextLanguage::English);
        if (!english) {
            return;
        }
        const auto naming = compareNames(coded.display, english->text, words_);
        if (naming == Naming::Same) {
            return;
        }
        const auto owner = owners_.ownerOf(coded.display, coded.code, row.valueSets);
        const auto code = shorten(std::string{coded.code});
        const auto display = shorten(std::string{coded.display});
        auto found = code + " \"" + display + "\" (" + shorten(std::string{coded.system}) + ")";
        auto expected = code + " \"" + std::string{english->text} + "\"";
        if (!owner.empty()) {
            expected += " | " + owner + " \"" + display + "\"";
            return add("binding.other-name", element, std::move(found), std::move(expected));
        }
        add(naming == Naming::Negated   ? "binding.negated"
            : naming == Naming::Wording ? "binding.wording"
                                        : "binding.display",
            element, std::move(found), std::move(expected));
    }

    /// Words beside a code that are the name of another one: what a substance is called, and what was written
    /// before it was coded. The latter may say more than the code can.
    void checkWords(xml::Node element, const cda::CodedElement& row, const Coded& coded) {
        const auto original = cda::child(element, "originalText");
        if (original && !original->firstChild()) {
            checkText(*original, row, coded, "binding.display");
        }
        const auto parent = element.parent();
        const auto name = parent && parent->name() == "ingredientSubstance"
                              ? parent->child(parent->namespaceUri(), "name")
                              : std::nullopt;
        if (name) {
            checkText(*name, row, coded, "binding.other-name");
        }
    }

    void checkText(xml::Node element, const cda::CodedElement& row, const Coded& coded,
                   std::string_view rule) {
        constexpr std::size_t longestName = 512;
        const auto text = cda::collapse(element.text());
        if (text.empty() || text.size() > longestName) {
            return;
        }
        const auto english = catalogue_.designation(coded.system, coded.code, TextLanguage::English);
        if (!english || compareNames(text, english->text, words_) != Naming::Other) {
            return;
        }
        if (const auto owner = owners_.ownerOf(text, coded.code, row.valueSets); !owner.empty()) {
            add(rule, element, describe(element),
                std::string{coded.code} + " \"" + std::string{english->text} + "\" | " + owner + " \"" +
                    shorten(text) + "\"");
        }
    }

    /// `eHDSIDoseForm (1.3.6.1.4.1.12559.11.10.1.3.1.42.2)`
    std::string named(const std::string& set) const {
        const auto known = catalogue_.valueSet(set);
        return known && !known->name.empty() ? std::string{known->name} + " (" + set + ")" : set;
    }

    template <class Sets>
    std::string joined(const Sets& sets) const {
        std::string text;
        for (const auto& set : sets) {
            text += (text.empty() ? "" : " | ") + named(set);
        }
        return text;
    }

    static std::string foundOf(xml::Node element, const cda::CodedElement& row) {
        return row.place == cda::CodePlace::Attribute
                   ? "@" + row.attribute + "=\"" + shorten(element.attribute(row.attribute)) + "\""
                   : describe(element);
    }

    /// A rule has as many findings as a report lists; the last of them counts the rest, so that no rule
    /// hides what another one found.
    void add(std::string_view id, xml::Node element, std::string found, std::string expected) {
        const auto& rule = *rules_.find(id);
        ++places_;
        auto& told = told_[rule.id];
        if (told.size > kMostListed) {
            ++findings_[told.last].finding.occurrences;
            return;
        }
        ++told.size;
        told.last = findings_.size();
        auto located = findingOf(rule, element, std::move(found), options_.origin);
        located.finding.expected = std::move(expected);
        findings_.push_back(std::move(located));
    }

    std::span<const std::string> wordsOf(std::string_view rule) const {
        return rules_.find(rule)->argument.values;
    }

    const terminology::Catalogue& catalogue_;
    const ValueSetSizes& sizes_;
    const RuleSet& rules_;
    const ValidationOptions& options_;
    NameOwners owners_;
    NameWords words_;
    std::set<std::string, std::less<>> partSets_;
    std::set<std::string, std::less<>> unknownSets_;
    std::unordered_set<Judged, JudgedHash> fitting_; ///< those without a finding
    std::size_t places_ = 0;                         ///< with a finding, also those that are only counted
    struct Told {
        std::size_t size = 0;
        std::size_t last = 0; ///< among the findings
    };
    std::map<std::string_view, Told> told_; ///< by rule
    std::vector<Located> findings_;
};

std::optional<cda::DocumentType> typeOf(xml::Node root) {
    const auto code = root.child(cda::kHl7, "code");
    const bool structured = root.path(cda::kHl7, {"component", "structuredBody"}).has_value();
    return cda::documentType(cda::documentClass(code ? code->attribute("code") : std::string{}), structured);
}

} // namespace

std::vector<Located> bindingFindings(const xml::Document& document, const cda::CodedElements& elements,
                                     const terminology::Catalogue& catalogue, const ValueSetSizes& sizes,
                                     const RuleSet& rules, const ValidationOptions& options) {
    const auto root = document.root();
    const auto type = typeOf(root);
    if (!type) {
        return {};
    }
    BindingCheck check{catalogue, sizes, rules, options};
    cda::walkCodedElements(root, elements, *type, [&](xml::Node element, const cda::CodedElement& row) {
        check.check(element, row, row.usageIn(*type));
    });
    return check.takeFindings(root);
}

} // namespace ncp::transform::rules
