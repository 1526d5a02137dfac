#include "ncp/national/pivot_maker.hpp"

#include <map>

namespace ncp::national {
namespace {

using transform::cda::DocumentType;

ErrorCode mappingMissing(std::optional<DocumentType> type) noexcept {
    if (type == DocumentType::PatientSummary1 || type == DocumentType::PatientSummary3) {
        return ErrorCode::SummaryMappingMissing;
    }
    if (type == DocumentType::Prescription1 || type == DocumentType::Prescription3) {
        return ErrorCode::PrescriptionMappingMissing;
    }
    return ErrorCode::TranscodingFailed;
}

/// "4503 TSAM: 2, 4511 TM: 1"
std::string numbersOf(const std::vector<transform::Finding>& findings) {
    std::map<std::string, std::size_t> counts;
    for (const auto& finding : findings) {
        if (finding.severity == Severity::Error) {
            counts[finding.number + " " + finding.origin] += finding.occurrences;
        }
    }
    std::string text;
    for (const auto& [number, count] : counts) {
        text += (text.empty() ? "" : ", ") + number + ": " + std::to_string(count);
    }
    return text;
}

} // namespace

Result<transform::pivot::Transformed> PivotMaker::make(std::string_view document) const {
    auto made = transformer_.toPivot(document, *catalogue_);
    if (made && made->status == transform::pivot::Status::Error) {
        return fail(mappingMissing(made->type), numbersOf(made->findings));
    }
    return made;
}

transform::rules::Verdict PivotMaker::judge(std::string_view pivot) const {
    return judge_ == nullptr ? transform::rules::Verdict{} : judge_->own(pivot, *catalogue_);
}

transform::rules::Reaction PivotMaker::reactionTo(const transform::rules::Verdict& verdict,
                                                  const std::optional<CountryCode>& country) const {
    return judge_ == nullptr ? transform::rules::Reaction::Log
           : country         ? judge_->reactionTo(verdict, *country)
                             : judge_->usualReactionTo(verdict);
}

} // namespace ncp::national
