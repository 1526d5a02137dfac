#include "ncp/dispense/submission_kind.hpp"

#include <algorithm>
#include <array>

namespace ncp::dispense {
namespace {

constexpr std::array kKinds{
    SubmissionKind{Kind::Dispensation, kDispensationClass, "urn:epSOS:ep:dis:2010", "Medication dispensed",
                   "eDispensation", "eDispensation", "Description of eDispensation"},
    SubmissionKind{Kind::Discard, kDiscardClass, "urn:eHDSI:ed:discard:2020", "Discard Medication dispensed",
                   "eDispensation Discard", "Medication Dispensation Discard",
                   "Description of Medication Dispensation Discard"},
};

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

template <class Predicate>
std::optional<Kind> findKind(Predicate predicate) noexcept {
    const auto* found = std::ranges::find_if(kKinds, predicate);
    return found == kKinds.end() ? std::nullopt : std::optional{found->kind};
}

} // namespace

const SubmissionKind& submissionKind(Kind kind) noexcept {
    return *std::ranges::find(kKinds, kind, &SubmissionKind::kind);
}

std::optional<Kind> kindOfFormat(std::string_view formatCode) noexcept {
    return findKind([&](const SubmissionKind& row) {
        return std::ranges::equal(row.formatCode, formatCode, {}, &lower, &lower);
    });
}

std::optional<Kind> kindOfClass(std::string_view classCode) noexcept {
    return findKind([&](const SubmissionKind& row) { return row.classCode == classCode; });
}

} // namespace ncp::dispense
