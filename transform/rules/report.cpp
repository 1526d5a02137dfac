#include "transform/rules/report.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace ncp::transform::rules {
namespace {

std::string explanation(const Finding& finding, const Texts& texts, TextLanguage language) {
    return texts.get(language, "rule." + finding.code);
}

std::size_t countOf(std::span<const Finding> findings, Severity severity) {
    return static_cast<std::size_t>(std::ranges::count(findings, severity, &Finding::severity));
}

std::string block(const Finding& finding, std::string_view fileName, const Texts& texts,
                  TextLanguage language) {
    const auto severity = finding.severity == Severity::Error ? "validation.error" : "validation.warning";
    auto out = std::string{fileName} + ":" + std::to_string(finding.line) + ": " +
               texts.get(language, severity) + ": " + explanation(finding, texts, language) + " [" +
               finding.code + "]\n";
    const auto found = finding.element.empty() ? texts.get(language, "validation.nothing") : finding.element;
    out += "    " + texts.get(language, "validation.place", {finding.path}) + "\n";
    out += "    " + texts.get(language, "validation.found", {found}) + "\n";
    if (!finding.expected.empty()) {
        out += "    " + texts.get(language, "validation.expected", {finding.expected}) + "\n";
    }
    if (!finding.reference.empty()) {
        out += "    " + texts.get(language, "validation.reference", {finding.reference}) + "\n";
    }
    return out;
}

} // namespace

std::string toText(std::span<const Finding> findings, std::string_view fileName, const Texts& texts,
                   TextLanguage language) {
    std::string out;
    for (const auto& finding : findings) {
        out += block(finding, fileName, texts, language);
    }
    const auto errors = std::to_string(countOf(findings, Severity::Error));
    const auto warnings = std::to_string(countOf(findings, Severity::Warning));
    return out + std::string{fileName} + ": " +
           texts.get(language, "validation.summary", {errors, warnings}) + "\n";
}

nlohmann::ordered_json toJson(std::span<const Finding> findings, std::string_view fileName,
                              const Texts& texts, TextLanguage language) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& finding : findings) {
        list.push_back({{"rule", finding.code},
                        {"severity", finding.severity == Severity::Error ? "error" : "warning"},
                        {"line", finding.line},
                        {"path", finding.path},
                        {"found", finding.element},
                        {"expected", finding.expected},
                        {"reference", finding.reference},
                        {"message", explanation(finding, texts, language)}});
    }
    return {{"file", std::string{fileName}},
            {"errors", countOf(findings, Severity::Error)},
            {"warnings", countOf(findings, Severity::Warning)},
            {"findings", std::move(list)}};
}

} // namespace ncp::transform::rules
