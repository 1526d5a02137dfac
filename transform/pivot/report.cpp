#include "transform/pivot/report.hpp"

#include "transform/pivot/finding_list.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace ncp::transform::pivot {
namespace {

/// One sentence for both directions: "pivot.missing" and "translation.missing" share it.
std::string textKey(std::string_view code) {
    return "transformation." + std::string{code.substr(code.find('.') + 1)};
}

std::string_view severityKey(Severity severity) noexcept {
    return severity == Severity::Error ? "transformation.severity.error" : "transformation.severity.warning";
}

std::string numberOf(const Finding& finding) {
    return finding.number.empty() ? "" : ", " + finding.number + " " + finding.origin;
}

std::string lineOf(const Finding& finding, std::string_view fileName, const Texts& texts,
                   TextLanguage language) {
    std::string text{fileName};
    // What is missing stands in no line.
    text += (finding.line == 0 ? ": " : ":" + std::to_string(finding.line) + ": ") +
            texts.get(language, severityKey(finding.severity)) + ": " +
            texts.get(language, textKey(finding.code), {finding.element, finding.expected}) + " [" +
            finding.code + numberOf(finding) + "]";
    if (finding.occurrences > 1) {
        text +=
            " " + texts.get(language, "transformation.occurrences", {std::to_string(finding.occurrences)});
    }
    return text + "\n    " + finding.path + "\n    " +
           texts.get(language, textKey(finding.code) + ".advice") + "\n";
}

} // namespace

std::string toText(const Transformed& transformed, std::string_view fileName, const Texts& texts,
                   TextLanguage language) {
    std::string text;
    std::size_t errors = 0;
    for (const auto& finding : transformed.findings) {
        errors += finding.severity == Severity::Error ? 1U : 0U;
        text += lineOf(finding, fileName, texts, language);
    }
    const auto& counts = transformed.counts;
    if (!transformed.type && errors == 0) {
        return text + texts.get(language, "transformation.summary.untouched", {fileName}) + "\n";
    }
    return text +
           texts.get(language, "transformation.summary",
                     {fileName, std::to_string(counts.codedElements), std::to_string(counts.translated),
                      std::to_string(counts.mapped), std::to_string(counts.missing + counts.unmapped),
                      std::to_string(counts.findings), std::to_string(errors)}) +
           "\n";
}

nlohmann::ordered_json toJson(const Transformed& transformed, std::string_view fileName, const Texts& texts,
                              TextLanguage language) {
    auto findings = nlohmann::ordered_json::array();
    for (const auto& finding : transformed.findings) {
        findings.push_back(
            {{"code", finding.code},
             {"number", finding.number},
             {"origin", finding.origin},
             {"severity", finding.severity == Severity::Error ? "error" : "warning"},
             {"path", finding.path},
             {"line", finding.line},
             {"element", finding.element},
             {"expected", finding.expected},
             {"occurrences", finding.occurrences},
             {"message", texts.get(language, textKey(finding.code), {finding.element, finding.expected})},
             {"advice", texts.get(language, textKey(finding.code) + ".advice")}});
    }
    const auto& counts = transformed.counts;
    return {{"file", fileName},
            {"type", transformed.type ? nlohmann::ordered_json(cda::name(*transformed.type))
                                      : nlohmann::ordered_json(nullptr)},
            {"status", name(transformed.status)},
            {"coded_elements", counts.codedElements},
            {"translated", counts.translated},
            {"fallback", counts.fallback},
            {"missing", counts.missing},
            {"mapped", counts.mapped},
            {"unmapped", counts.unmapped},
            {"units", counts.units},
            {"found", counts.findings},
            {"findings", std::move(findings)}};
}

std::vector<std::string> findingTextKeys() {
    std::vector<std::string> keys;
    for (const auto& code : findingCodes(Direction::ToPivot)) {
        keys.push_back(textKey(code));
        keys.push_back(textKey(code) + ".advice");
    }
    return keys;
}

} // namespace ncp::transform::pivot
