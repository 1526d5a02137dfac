#include "transform/rules/report.hpp"
#include "transform/rules/report_writer.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace ncp::transform::rules {
namespace {

using nlohmann::ordered_json;

/// File names are bytes, not always UTF-8: what is none becomes U+FFFD.
std::string written(const ordered_json& json) {
    return json.dump(2, ' ', false, ordered_json::error_handler_t::replace);
}

std::string_view nameOf(Level level) noexcept {
    switch (level) {
    case Level::Error:
        return "error";
    case Level::Warning:
        return "warning";
    case Level::Notice:
        break;
    }
    return "info";
}

class JsonReport final : public ReportWriter {
  public:
    explicit JsonReport(const ReportSettings& settings) : settings_(settings) {}

    std::string begin() override { return "{\"documents\": ["; }

    std::string file(const JudgedFile& judged) override {
        const auto report = toJson(judged.findings, judged.name, settings_.texts, settings_.language);
        return std::string{std::exchange(first_, false) ? "\n" : ",\n"} + written(report);
    }

    std::string end(const Summary& summary) override {
        ordered_json rules = ordered_json::object();
        for (const auto& [rule, broken] : summary.rules()) {
            rules[rule] = {{"errors", broken.counts.errors},
                           {"warnings", broken.counts.warnings},
                           {"notices", broken.counts.notices},
                           {"files", broken.files}};
        }
        const ordered_json totals{{"files", summary.files()},
                                  {"errors", summary.total().errors},
                                  {"warnings", summary.total().warnings},
                                  {"notices", summary.total().notices},
                                  {"rules", std::move(rules)}};
        return "\n],\n\"summary\": " + written(totals) + "}\n";
    }

  private:
    ReportSettings settings_;
    bool first_ = true;
};

} // namespace

std::unique_ptr<ReportWriter> jsonReport(const ReportSettings& settings) {
    return std::make_unique<JsonReport>(settings);
}

ordered_json toJson(std::span<const Finding> findings, std::string_view fileName, const Texts& texts,
                    TextLanguage language) {
    auto list = ordered_json::array();
    for (const auto& finding : findings) {
        list.push_back({{"rule", finding.code},
                        {"severity", nameOf(levelOf(finding))},
                        {"line", finding.line},
                        {"path", finding.path},
                        {"found", finding.element},
                        {"expected", finding.expected},
                        {"reference", finding.reference},
                        {"message", texts.get(language, "rule." + finding.code)},
                        {"advice", texts.get(language, "rule." + finding.code + ".advice")}});
        if (finding.occurrences > 1) {
            list.back()["places"] = finding.occurrences;
        }
    }
    const auto counts = countsOf(findings);
    return {{"file", std::string{fileName}},
            {"errors", counts.errors},
            {"warnings", counts.warnings},
            {"notices", counts.notices},
            {"findings", std::move(list)}};
}

} // namespace ncp::transform::rules
