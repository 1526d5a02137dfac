#include "transform/rules/report.hpp"
#include "transform/rules/report_writer.hpp"
#include "transform/rules/source_lines.hpp"

#include <algorithm>

namespace ncp::transform::rules {
namespace {

/// SGR sequences of a terminal (ECMA-48 8.3.117).
constexpr std::string_view kRed = "\x1b[1;31m";
constexpr std::string_view kYellow = "\x1b[1;33m";
constexpr std::string_view kBlue = "\x1b[1;34m";
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kPlain = "\x1b[0m";

std::string_view keyOf(Level level) noexcept {
    switch (level) {
    case Level::Error:
        return "validation.error";
    case Level::Warning:
        return "validation.warning";
    case Level::Notice:
        break;
    }
    return "validation.notice";
}

std::string_view colourOf(Level level) noexcept {
    switch (level) {
    case Level::Error:
        return kRed;
    case Level::Warning:
        return kYellow;
    case Level::Notice:
        break;
    }
    return kBlue;
}

class TextReport final : public ReportWriter {
  public:
    explicit TextReport(const ReportSettings& settings) : settings_(settings) {}

    std::string begin() override { return {}; }

    std::string file(const JudgedFile& judged) override {
        const SourceLines lines{judged.findings.empty() ? std::string_view{} : judged.bytes};
        const auto name = printable(judged.name);
        std::string out;
        for (const auto& finding : judged.findings) {
            out += block(finding, name, lines);
        }
        return out + coloured(kBold, name) + ": " + text("validation.summary", countsOf(judged.findings)) +
               "\n";
    }

    std::string end(const Summary& summary) override {
        if (summary.files() < 2) {
            return {};
        }
        auto out = "\n" + coloured(kBold, word("validation.by-rule")) + "\n";
        for (const auto& [rule, broken] : summary.rules()) {
            out += row(broken.counts) + "  " + rule + " (" +
                   settings_.texts.get(settings_.language, "validation.in-files",
                                       {std::to_string(broken.files)}) +
                   ")\n";
        }
        out += "\n" + coloured(kBold, word("validation.by-file")) + "\n";
        for (const auto& [file, counts] : summary.filesWithFindings()) {
            out += row(counts) + "  " + printable(file) + "\n";
        }
        return out + "\n" +
               settings_.texts.get(settings_.language, "validation.files",
                                   {std::to_string(summary.files())}) +
               "; " + text("validation.summary", summary.total()) + "\n";
    }

  private:
    std::string word(std::string_view key) const { return settings_.texts.get(settings_.language, key); }

    std::string text(std::string_view key, const LevelCounts& counts) const {
        auto out = settings_.texts.get(settings_.language, key,
                                       {std::to_string(counts.errors), std::to_string(counts.warnings)});
        if (counts.notices > 0) {
            out += ", " + settings_.texts.get(settings_.language, "validation.notices",
                                              {std::to_string(counts.notices)});
        }
        return out;
    }

    std::string coloured(std::string_view colour, std::string text) const {
        return settings_.colours ? std::string{colour} + text + std::string{kPlain} : text;
    }

    std::string line(std::string_view key, const std::string& value) const {
        return "    " + settings_.texts.get(settings_.language, key, {printable(value)}) + "\n";
    }

    /// Where it stands in the file; nothing where the line says nothing.
    static std::string source(const Finding& finding, const SourceLines& lines) {
        const auto excerpt = lines.excerpt(finding.line);
        return excerpt.empty() ? "" : "  " + std::to_string(finding.line) + " | " + excerpt + "\n";
    }

    std::string block(const Finding& finding, const std::string& fileName, const SourceLines& lines) const {
        const auto level = levelOf(finding);
        auto out = coloured(kBold, fileName + ":" + std::to_string(finding.line) + ":") + " " +
                   coloured(colourOf(level), word(keyOf(level)) + ":") + " " +
                   coloured(kBold, word("rule." + finding.code)) + " [" + finding.code + "]\n";
        out += source(finding, lines);
        out += line("validation.place", finding.path);
        out +=
            line("validation.found", finding.element.empty() ? word("validation.nothing") : finding.element);
        if (!finding.expected.empty()) {
            out += line("validation.expected", finding.expected);
        }
        out += line("validation.advice", word("rule." + finding.code + ".advice"));
        if (finding.occurrences > 1) {
            out += line("validation.more", std::to_string(finding.occurrences - 1));
        }
        if (!finding.reference.empty()) {
            out += line("validation.reference", finding.reference);
        }
        return out;
    }

    /// Errors, warnings and notices under each other.
    static std::string row(const LevelCounts& counts) {
        constexpr std::size_t kWidth = 7;
        std::string out;
        for (const auto count : {counts.errors, counts.warnings, counts.notices}) {
            const auto digits = std::to_string(count);
            out += std::string(kWidth - std::min(kWidth, digits.size()), ' ') + digits;
        }
        return out;
    }

    ReportSettings settings_;
};

} // namespace

std::unique_ptr<ReportWriter> textReport(const ReportSettings& settings) {
    return std::make_unique<TextReport>(settings);
}

std::string toText(std::span<const Finding> findings, std::string_view fileName, const Texts& texts,
                   TextLanguage language) {
    return TextReport{{texts, language}}.file({fileName, findings, {}});
}

} // namespace ncp::transform::rules
