#include "base/xml/writer.hpp"
#include "transform/rules/report_writer.hpp"
#include "transform/rules/source_lines.hpp"

#include <algorithm>

namespace ncp::transform::rules {
namespace {

class JunitReport final : public ReportWriter {
  public:
    explicit JunitReport(const ReportSettings& settings) : settings_(settings) {}

    std::string begin() override {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"ncp validate\">\n";
    }

    std::string file(const JudgedFile& judged) override {
        const auto fileName = printable(judged.name);
        const auto rules = byRule(judged.findings);
        const auto failures =
            std::ranges::count_if(rules, [](const auto& rule) { return countsOf(rule.second).errors > 0; });
        xml::Writer writer;
        writer.start("testsuite")
            .attribute("name", fileName)
            .attribute("tests", std::to_string(std::max<std::size_t>(1, rules.size())))
            .attribute("failures", std::to_string(failures))
            .attribute("errors", "0");
        if (rules.empty()) {
            writer.start("testcase").attribute("name", "document").attribute("classname", fileName).end();
        }
        for (const auto& [rule, broken] : rules) {
            writeCase(writer, fileName, rule, broken);
        }
        writer.end();
        return writer.take() + "\n";
    }

    std::string end(const Summary&) override { return "</testsuites>\n"; }

  private:
    using ByRule = std::map<std::string, std::vector<Finding>, std::less<>>;

    static ByRule byRule(std::span<const Finding> findings) {
        ByRule rules;
        for (const auto& finding : findings) {
            rules[finding.code].push_back(finding);
        }
        return rules;
    }

    std::string line(std::string_view key, const std::string& value) const {
        return settings_.texts.get(settings_.language, key, {printable(value)}) + "\n";
    }

    void writeCase(xml::Writer& writer, std::string_view fileName, const std::string& rule,
                   const std::vector<Finding>& findings) const {
        writer.start("testcase").attribute("name", rule).attribute("classname", fileName);
        auto places = settings_.texts.get(settings_.language, "rule." + rule + ".advice") + "\n";
        for (const auto& finding : findings) {
            places +=
                std::string{fileName} + ":" + std::to_string(finding.line) + ": " + finding.path + "\n" +
                line("validation.found", finding.element.empty()
                                             ? settings_.texts.get(settings_.language, "validation.nothing")
                                             : finding.element) +
                (finding.expected.empty() ? "" : line("validation.expected", finding.expected)) +
                (finding.occurrences > 1 ? line("validation.more", std::to_string(finding.occurrences - 1))
                                         : "");
        }
        const bool failed = countsOf(findings).errors > 0;
        writer.start(failed ? "failure" : "system-out");
        if (failed) {
            writer.attribute("message", settings_.texts.get(settings_.language, "rule." + rule))
                .attribute("type", "error");
        }
        writer.text(places).end();
        writer.end();
    }

    ReportSettings settings_;
};

} // namespace

std::unique_ptr<ReportWriter> junitReport(const ReportSettings& settings) {
    return std::make_unique<JunitReport>(settings);
}

} // namespace ncp::transform::rules
