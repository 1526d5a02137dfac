#pragma once

#include "base/texts.hpp"
#include "transform/finding.hpp"
#include "transform/rules/rule.hpp"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::transform::rules {

/// How much a finding matters.
Level levelOf(const Finding& finding) noexcept;

/// How many findings of each level.
struct LevelCounts {
    std::size_t errors = 0;
    std::size_t warnings = 0;
    std::size_t notices = 0;

    void add(const Finding& finding) noexcept; ///< with all its places
    LevelCounts& operator+=(const LevelCounts& other) noexcept;
};
LevelCounts countsOf(std::span<const Finding> findings) noexcept;

/// What many files have in common: counts for each rule and each file with findings. Its size depends on the
/// number of rules and the names of files, not on the findings.
class Summary {
  public:
    void add(std::string_view fileName, std::span<const Finding> findings);

    std::size_t files() const noexcept { return files_; }
    const LevelCounts& total() const noexcept { return total_; }
    struct OfRule {
        LevelCounts counts;
        std::size_t files = 0;
    };
    const std::map<std::string, OfRule, std::less<>>& rules() const noexcept { return rules_; }
    const std::vector<std::pair<std::string, LevelCounts>>& filesWithFindings() const noexcept {
        return filesWithFindings_;
    }

  private:
    std::size_t files_ = 0;
    LevelCounts total_;
    std::map<std::string, OfRule, std::less<>> rules_;
    std::vector<std::pair<std::string, LevelCounts>> filesWithFindings_;
};

/// What a report says, and how.
struct ReportSettings {
    const Texts& texts; ///< rules.tsv
    TextLanguage language = TextLanguage::Bokmaal;
    bool colours = false; ///< of a terminal; text only
};

/// A document that was judged: its name, what was found in it, in document order, and its bytes, of which the
/// text report shows the lines; empty where nobody has them.
struct JudgedFile {
    std::string_view name;
    std::span<const Finding> findings;
    std::string_view bytes;
};

/// Writes a report of any number of files piece by piece: what comes out is the report when put together.
class ReportWriter {
  public:
    virtual ~ReportWriter() = default;
    virtual std::string begin() = 0;
    virtual std::string file(const JudgedFile& judged) = 0;
    virtual std::string end(const Summary& summary) = 0;
};

/// As a compiler prints them, with the lines of the documents, and with tables by rule and by file at the end
/// where there are several files.
std::unique_ptr<ReportWriter> textReport(const ReportSettings& settings);
/// `{"documents": [report.hpp's toJson of each], "summary": …}`.
std::unique_ptr<ReportWriter> jsonReport(const ReportSettings& settings);
/// SARIF 2.1.0 (OASIS): one run, the rules that were broken described in its driver.
std::unique_ptr<ReportWriter> sarifReport(const ReportSettings& settings);
/// JUnit XML: a test suite for each file, a test case for each rule that it breaks; an error is a failure.
std::unique_ptr<ReportWriter> junitReport(const ReportSettings& settings);

} // namespace ncp::transform::rules
