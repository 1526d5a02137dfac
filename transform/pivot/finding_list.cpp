#include "transform/pivot/finding_list.hpp"

#include <algorithm>
#include <array>

namespace ncp::transform::pivot {
namespace {

constexpr std::size_t kListed = 1000;
constexpr std::string_view kManager = "TM";       ///< the network's transformation manager
constexpr std::string_view kTerminology = "TSAM"; ///< its terminology service

struct KindText {
    Noticed kind;
    std::string_view code; ///< behind "pivot." or "translation."
    std::string_view number;
    std::string_view origin;
    std::string_view advice;
    bool summed = false; ///< equal ones are one finding
};

constexpr std::array kKinds{
    KindText{Noticed::UnknownDocument, "unknown_document", "4510", kManager,
             "send a document of a class that is transformed, or hand it on as an original"},
    KindText{Noticed::NoDocumentCode, "no_document_code", "4509", kManager, "write the code of the document"},
    KindText{Noticed::RequiredMissing, "required_missing", "4511", kManager,
             "write the element: documents of this type need it"},
    KindText{Noticed::RequiredNull, "required_null", "", "", "write a code: a nullFlavor is not enough here"},
    KindText{Noticed::Incomplete, "incomplete", "2508", kManager,
             "write code and code system, or a nullFlavor with the original text"},
    KindText{Noticed::Contradictory, "contradictory", "", "",
             "write the code or the nullFlavor: only the source knows which of them is right"},
    KindText{Noticed::UnknownSystem, "unknown_system", "4501", kTerminology,
             "check the code system's OID, or add the code system to the catalogue"},
    KindText{Noticed::UnknownCode, "missing", "4503", kTerminology,
             "check the code, or add the concept to the terminology catalogue"},
    KindText{Noticed::Unmapped, "unmapped", "4504", kTerminology,
             "add an approved mapping of the concept to the catalogue"},
    KindText{Noticed::WrongValueSet, "wrong_value_set", "2507", kTerminology,
             "use a concept of the bound value set, or map this one to it"},
    KindText{Noticed::Inexact, "inexact", "", "",
             "check whether a nearer concept of the value set can be mapped"},
    KindText{Noticed::DisplayMismatch, "display_mismatch", "", "",
             "compare code and name in the source: one of them may be wrong"},
    KindText{Noticed::MissingDesignation, "no_name", "4505", kTerminology,
             "add a designation of the concept to the terminology catalogue"},
    KindText{Noticed::EnglishOnly, "english_only", "2504", kManager,
             "add the designation in this language to the terminology catalogue"},
    KindText{Noticed::Fallback, "fallback", "2504", kManager,
             "add the designation in this language to the terminology catalogue"},
    KindText{Noticed::NotPossible, "not_possible", "2507", kManager,
             "the element's data type has no place for a translation"},
    KindText{Noticed::NoRoom, "no_room", "4505", kManager,
             "use the data type CD or CE: it has room for the national code"},
    KindText{Noticed::Retired, "retired", "2509", kTerminology, "use the concept that has replaced it"},
    KindText{Noticed::Version, "version", "4502", kTerminology,
             "import this version of the code system, or correct the version", true},
    KindText{Noticed::SystemName, "system_name", "2508", kTerminology,
             "write the code system's name as the catalogue has it, or add this one as an alias", true},
    KindText{Noticed::UnitSpelling, "unit_spelling", "", "", "write international units as [IU]", true},
};

const KindText& textOf(Noticed kind) noexcept {
    return *std::ranges::find(kKinds, kind, &KindText::kind);
}

std::string codeOf(Direction direction, std::string_view code) {
    return (direction == Direction::ToPivot ? "pivot." : "translation.") + std::string{code};
}

} // namespace

std::string_view name(Status status) noexcept {
    return status == Status::Success ? "SUCCESS" : status == Status::Warning ? "WARNING" : "ERROR";
}

void FindingList::add(Noticed kind, Severity severity, std::string element, std::string expected) {
    if (isSummed(kind, severity, element)) {
        return;
    }
    Finding finding;
    finding.severity = severity;
    finding.path = list_.size() < kListed ? location_.path() : std::string{};
    finding.line = location_.line();
    finding.element = std::move(element);
    finding.expected = std::move(expected);
    enter(kind, std::move(finding));
}

void FindingList::addMissing(Noticed kind, Severity severity, std::string path) {
    Finding finding;
    finding.severity = severity;
    finding.element = path;
    finding.path = std::move(path);
    enter(kind, std::move(finding));
}

/// Counts one more of a finding that is listed; false where it is to be entered.
bool FindingList::isSummed(Noticed kind, Severity severity, const std::string& element) {
    const auto known = textOf(kind).summed ? summed_.find({kind, element}) : summed_.end();
    if (known == summed_.end()) {
        return false;
    }
    count(severity);
    ++list_[known->second].occurrences;
    return true;
}

void FindingList::count(Severity severity) noexcept {
    ++count_;
    status_ = std::max(status_, severity == Severity::Error ? Status::Error : Status::Warning);
}

void FindingList::enter(Noticed kind, Finding finding) {
    count(finding.severity);
    if (list_.size() == kListed) {
        return;
    }
    const auto& text = textOf(kind);
    if (text.summed) {
        summed_.emplace(std::pair{kind, finding.element}, list_.size());
    }
    finding.code = codeOf(direction_, text.code);
    finding.number = text.number;
    finding.origin = text.origin;
    finding.advice = text.advice;
    list_.push_back(std::move(finding));
}

std::vector<std::string> findingCodes(Direction direction) {
    std::vector<std::string> codes;
    for (const auto& kind : kKinds) {
        codes.push_back(codeOf(direction, kind.code));
    }
    return codes;
}

} // namespace ncp::transform::pivot
