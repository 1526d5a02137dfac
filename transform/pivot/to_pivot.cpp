#include "transform/pivot/to_pivot.hpp"

#include "transform/cda/unit.hpp"
#include "transform/pivot/code_checks.hpp"
#include "transform/pivot/same_wording.hpp"
#include "transform/pivot/transform_document.hpp"

#include <algorithm>

namespace ncp::transform::pivot {
namespace {

using terminology::Equivalence;
using terminology::Membership;

/// What a code is in the exchange.
struct Target {
    terminology::Concept meaning;
    Equivalence equivalence = Equivalence::Equal;
};

class ToPivot final : public Judge {
  public:
    ToPivot(const cda::CodedElements& list, const terminology::Catalogue& catalogue) noexcept
        : list_(list), catalogue_(catalogue), checks_(catalogue) {}

    Change element(const CodedView& coded, FindingList& findings) override {
        const auto target = targetOf(coded);
        if (!target) {
            return coded.row == nullptr ? unlisted(coded, findings) : withoutTarget(coded, findings);
        }
        if (coded.row == nullptr && !list_.isOfExchange(target->meaning.system.oid)) {
            return unlisted(coded, findings);
        }
        if (target->equivalence != Equivalence::Equal && target->equivalence != Equivalence::Equivalent) {
            findings.add(Noticed::Inexact, Severity::Warning, checks_.describe(coded),
                         checks_.describe(target->meaning));
        }
        checks_.noteSurroundings(coded, findings);
        noteOtherName(coded, *target, findings);
        if (coded.row == nullptr && isSame(coded, target->meaning) && !isOwnName(coded)) {
            return {};
        }
        return written(coded, target->meaning, findings);
    }

    std::optional<std::string> text(std::string_view value, const cda::CodedElement& row,
                                    FindingList& findings) override {
        ++counts.units;
        std::string written;
        for (std::string_view rest = value; !rest.empty();) { // several uses stand in one attribute
            const auto end = std::min(rest.find_first_of(" \t\r\n"), rest.size());
            const auto one = rest.substr(0, end);
            written += one.empty() ? std::string{} : spelling(one, row, findings);
            written += rest.substr(end, 1);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        return written == value ? std::nullopt : std::optional{written};
    }

  private:
    std::optional<Target> targetOf(const CodedView& coded) const {
        static const std::vector<std::string> unbound;
        const auto& sets = coded.row == nullptr ? unbound : coded.row->valueSets;
        const auto own = catalogue_.find(coded.system, coded.code);
        if (own && checks_.membership(sets, coded.system, coded.code) == Membership::Member) {
            return Target{*own, Equivalence::Equal};
        }
        for (const auto& set : sets) {
            const auto mapping = catalogue_.mapping(coded.system, coded.code, set);
            if (mapping && catalogue_.membership(set, mapping->target.system.oid, mapping->target.code) ==
                               Membership::Member) {
                return Target{mapping->target, mapping->equivalence};
            }
        }
        if (checks_.membership(sets, coded.system, coded.code) == Membership::Outside) {
            return std::nullopt; // of a set that the release has
        }
        if (const auto mapping = catalogue_.mapping(coded.system, coded.code)) {
            return Target{mapping->target, mapping->equivalence};
        }
        return own ? std::optional{Target{*own, Equivalence::Equal}} : std::nullopt;
    }

    bool isSame(const CodedView& coded, const terminology::Concept& target) const noexcept {
        const auto system = catalogue_.system(coded.system);
        return system && system->oid == target.system.oid && coded.code == target.code;
    }

    /// True when the name beside the code is one of ours, in Norwegian.
    bool isOwnName(const CodedView& coded) const noexcept {
        for (const auto language : {TextLanguage::Bokmaal, TextLanguage::Nynorsk}) {
            const auto name = catalogue_.designation(coded.system, coded.code, language);
            if (name && name->language != TextLanguage::English && isSameWording(name->text, coded.display)) {
                return true;
            }
        }
        return false;
    }

    static bool isRequired(const CodedView& coded) noexcept {
        return coded.usage == cda::Usage::Required || coded.usage == cda::Usage::RequiredNullFlavor;
    }

    /// What the list does not name is asked for by nobody, but a reader abroad has to be told that the code
    /// is one that nobody there can read: the side of a fracture stands in such places.
    Change unlisted(const CodedView& coded, FindingList& findings) {
        const auto system = catalogue_.system(coded.system);
        if (coded.system.empty() || coded.identifiesProduct ||
            list_.isOfExchange(system ? system->oid : coded.system)) {
            return {};
        }
        ++counts.unmapped;
        findings.add(withoutMapping(coded), Severity::Warning, checks_.describe(coded));
        return {};
    }

    /// Why a code has no target.
    Noticed withoutMapping(const CodedView& coded) const noexcept {
        if (catalogue_.find(coded.system, coded.code) || catalogue_.mapping(coded.system, coded.code)) {
            return Noticed::Unmapped;
        }
        return catalogue_.knowsSystem(coded.system) ? Noticed::UnknownCode : Noticed::UnknownSystem;
    }

    /// A national code whose names the release does not hold is known by those of the concept that it is.
    void noteOtherName(const CodedView& coded, const Target& target, FindingList& findings) {
        const bool exact =
            target.equivalence == Equivalence::Equal || target.equivalence == Equivalence::Equivalent;
        if (!exact || coded.display.empty() || isSame(coded, target.meaning) || checks_.hasNames(coded)) {
            return;
        }
        CodedView there;
        there.code = target.meaning.code;
        there.system = target.meaning.system.oid;
        there.display = coded.display;
        if (!checks_.isNamed(there)) {
            findings.add(Noticed::DisplayMismatch, Severity::Warning, checks_.describe(coded),
                         checks_.describe(target.meaning));
        }
    }

    Change withoutTarget(const CodedView& coded, FindingList& findings) {
        const auto& sets = coded.row->valueSets;
        if (sets.empty()) {
            return {};
        }
        ++counts.unmapped;
        const bool known = catalogue_.find(coded.system, coded.code).has_value();
        const bool ofExchange = checks_.isOfExchange(sets, coded.system);
        if (known && ofExchange) {
            checks_.noteSurroundings(coded, findings);
            findings.add(Noticed::WrongValueSet, Severity::Warning, checks_.describe(coded),
                         checks_.describeSet(sets.front()));
            return {};
        }
        // A release need not hold every code of the exchange: what is theirs already needs no mapping to
        // leave.
        const auto kind = withoutMapping(coded);
        const bool required = !ofExchange && (coded.usage == cda::Usage::Required ||
                                              (isRequired(coded) && !coded.holdsTranslation));
        findings.add(kind, required ? Severity::Error : Severity::Warning, checks_.describe(coded),
                     sets.front());
        Change change;
        if (required || ofExchange) {
            return change;
        }
        if (!coded.holdsTranslation) {
            findings.add(Noticed::NotPossible, Severity::Warning, checks_.describe(coded));
            return change;
        }
        change.toNull = true;
        change.keep = Keep::Original;
        return change;
    }

    Change written(const CodedView& coded, const terminology::Concept& target, FindingList& findings) {
        Change change;
        const bool otherConcept = target.code != coded.code || target.system.oid != coded.system;
        const auto english = catalogue_.designation(target.system.oid, target.code, TextLanguage::English);
        if (!english && coded.row == nullptr && !otherConcept) {
            return {};
        }
        if (!english) {
            findings.add(Noticed::MissingDesignation, Severity::Warning, checks_.describe(coded));
        } else if (otherConcept || !isSameWording(english->text, coded.display)) {
            change.display = english->text;
        }
        const bool loses = otherConcept || (!change.display.empty() && !coded.display.empty());
        if (loses && !coded.holdsTranslation) {
            const bool refuses = otherConcept && isRequired(coded);
            counts.unmapped += otherConcept ? 1 : 0;
            findings.add(refuses ? Noticed::NoRoom : Noticed::NotPossible,
                         refuses ? Severity::Error : Severity::Warning, checks_.describe(coded));
            return {};
        }
        if (otherConcept) {
            ++counts.mapped;
            change.code = target.code;
            change.system = target.system.oid;
            change.systemName = target.system.name;
            change.version = target.system.version;
        }
        ++counts.translated;
        change.keep = loses ? Keep::Original : Keep::Nothing;
        return change;
    }

    /// The code as the exchange writes it; findings for one that its value sets don't have.
    std::string spelling(std::string_view code, const cda::CodedElement& row, FindingList& findings) const {
        if (checks_.membership(row.valueSets, row.system, code) != Membership::Outside) {
            return std::string{code};
        }
        const auto spelled = cda::exchangeSpelling(code);
        if (spelled != code && checks_.membership(row.valueSets, row.system, spelled) == Membership::Member) {
            findings.add(Noticed::UnitSpelling, Severity::Warning, std::string{code}, spelled);
            return spelled;
        }
        const bool known = catalogue_.find(row.system, code).has_value();
        findings.add(known ? Noticed::WrongValueSet : Noticed::UnknownCode, Severity::Warning,
                     describe(code, {}, {}, row.system), checks_.describeSet(row.valueSets.front()));
        return std::string{code};
    }

    const cda::CodedElements& list_;
    const terminology::Catalogue& catalogue_;
    CodeChecks checks_;
};

} // namespace

Result<Transformed> toPivot(std::string_view document, const cda::CodedElements& list,
                            const terminology::Catalogue& catalogue) {
    ToPivot judge{list, catalogue};
    return transformDocument(document, list, judge, Direction::ToPivot);
}

} // namespace ncp::transform::pivot
