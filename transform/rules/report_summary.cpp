#include "transform/rules/report_writer.hpp"

#include <set>

namespace ncp::transform::rules {

Level levelOf(const Finding& finding) noexcept {
    return finding.severity == Severity::Error ? Level::Error
           : finding.notice                    ? Level::Notice
                                               : Level::Warning;
}

void LevelCounts::add(const Finding& finding) noexcept {
    switch (levelOf(finding)) {
    case Level::Error:
        errors += finding.occurrences;
        return;
    case Level::Warning:
        warnings += finding.occurrences;
        return;
    case Level::Notice:
        notices += finding.occurrences;
        return;
    }
}

LevelCounts& LevelCounts::operator+=(const LevelCounts& other) noexcept {
    errors += other.errors;
    warnings += other.warnings;
    notices += other.notices;
    return *this;
}

LevelCounts countsOf(std::span<const Finding> findings) noexcept {
    LevelCounts counts;
    for (const auto& finding : findings) {
        counts.add(finding);
    }
    return counts;
}

void Summary::add(std::string_view fileName, std::span<const Finding> findings) {
    ++files_;
    std::set<std::string_view> broken;
    for (const auto& finding : findings) {
        auto& rule = rules_[finding.code];
        rule.counts.add(finding);
        rule.files += broken.insert(finding.code).second ? 1U : 0U;
    }
    const auto counts = countsOf(findings);
    total_ += counts;
    if (!findings.empty()) {
        filesWithFindings_.emplace_back(fileName, counts);
    }
}

} // namespace ncp::transform::rules
