#include "transform/pivot/from_pivot.hpp"

#include "transform/cda/unit.hpp"
#include "transform/pivot/code_checks.hpp"
#include "transform/pivot/transform_document.hpp"

namespace ncp::transform::pivot {
namespace {

using terminology::Membership;

class FromPivot final : public Judge {
  public:
    FromPivot(const terminology::Catalogue& catalogue, TextLanguage language) noexcept
        : catalogue_(catalogue), checks_(catalogue), language_(language) {}

    Change element(const CodedView& coded, FindingList& findings) override {
        auto& known = checks_.known(coded);
        const auto& designation = checks_.name(known, coded, language_);
        if (!designation && coded.identifiesProduct && !known.system) {
            Change untouched;
            untouched.counts = false;
            return untouched;
        }
        if (!designation) {
            noteMissing(known, coded, findings);
            return {};
        }
        checks_.noteSurroundings(known, coded, findings);
        if (coded.row != nullptr && checks_.membership(known, coded) == Membership::Outside) {
            findings.add(Noticed::WrongValueSet, Severity::Warning, checks_.describe(coded),
                         checks_.describeSet(coded.row->valueSets.front()));
        }
        noteStep(coded, *designation, findings);
        return named(coded, designation->text, findings);
    }

    std::optional<std::string> text(std::string_view value, const cda::CodedElement& row,
                                    FindingList& findings) override {
        ++counts.units;
        if (row.attribute != "unit" || catalogue_.find(row.system, value) ||
            catalogue_.find(row.system, cda::exchangeSpelling(value))) {
            return std::nullopt;
        }
        findings.add(Noticed::UnknownCode, Severity::Warning, std::string{value});
        return std::nullopt;
    }

  private:
    void noteMissing(const CodeChecks::Known& known, const CodedView& coded, FindingList& findings) {
        ++counts.missing;
        const auto kind = known.meaning  ? Noticed::MissingDesignation
                          : known.system ? Noticed::UnknownCode
                                         : Noticed::UnknownSystem;
        findings.add(kind, Severity::Warning, checks_.describe(coded));
    }

    void noteStep(const CodedView& coded, const terminology::Designation& designation,
                  FindingList& findings) {
        if (!terminology::isFallback(designation.step)) {
            ++counts.translated;
            return;
        }
        ++counts.fallback;
        const bool english = designation.step == terminology::Step::English;
        findings.add(english ? Noticed::EnglishOnly : Noticed::Fallback, Severity::Warning,
                     checks_.describe(coded));
    }

    Change named(const CodedView& coded, std::string_view designation, FindingList& findings) const {
        Change change;
        const bool same = coded.display == designation;
        if (coded.holdsTranslation) {
            // Also where the name stays the same or came empty: the copy tells readers that it is translated.
            change.keep = same || coded.display.empty() ? Keep::FirstOnly : Keep::Name;
        } else if (!coded.display.empty() && !same) {
            findings.add(Noticed::NotPossible, Severity::Warning, checks_.describe(coded));
            return change;
        }
        if (!same) {
            change.display = designation;
        }
        return change;
    }

    const terminology::Catalogue& catalogue_;
    CodeChecks checks_;
    TextLanguage language_;
};

} // namespace

Result<Transformed> fromPivot(std::string_view document, const cda::CodedElements& list,
                              const terminology::Catalogue& catalogue, TextLanguage language) {
    FromPivot judge{catalogue, language};
    return transformDocument(document, list, judge, Direction::FromPivot);
}

Result<Translated> fromPivot(const xml::Document& pivot, const cda::CodedElements& list,
                             const terminology::Catalogue& catalogue, TextLanguage language) {
    auto transformed = fromPivot(pivot.serialize(), list, catalogue, language);
    if (!transformed) {
        return passOn(transformed);
    }
    auto tree = xml::Document::parse(transformed->bytes);
    if (!tree) {
        return passOn(tree);
    }
    const auto& counts = transformed->counts;
    return Translated{std::move(*tree),     std::move(transformed->findings),
                      counts.codedElements, counts.translated,
                      counts.fallback,      counts.missing};
}

} // namespace ncp::transform::pivot
