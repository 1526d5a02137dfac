#include "transform/rules/report_writer.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace ncp::transform::rules {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view kSchema = "https://json.schemastore.org/sarif-2.1.0.json";
constexpr std::string_view kLineEnd = ",\n";

std::string_view nameOf(Level level) noexcept {
    switch (level) {
    case Level::Error:
        return "error";
    case Level::Warning:
        return "warning";
    case Level::Notice:
        break;
    }
    return "note";
}

/// A file name as a relative reference (RFC 3986): what isn't allowed there is percent-encoded.
std::string uriOf(std::string_view fileName) {
    constexpr std::string_view kAllowed = "-._~!$&'()*+,;=@/";
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string uri;
    for (const char c : fileName) {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || kAllowed.find(c) != std::string_view::npos) {
            uri += c;
        } else {
            uri += {'%', kDigits[byte >> 4U], kDigits[byte & 0x0FU]};
        }
    }
    return uri;
}

/// The results come first and are written as they are found; the driver, with the rules that they name,
/// follows: the order of members means nothing in JSON.
class SarifReport final : public ReportWriter {
  public:
    explicit SarifReport(const ReportSettings& settings) : settings_(settings) {}

    std::string begin() override {
        return "{\"$schema\": \"" + std::string{kSchema} + "\", \"version\": \"2.1.0\", \"runs\": [{\n" +
               "\"columnKind\": \"unicodeCodePoints\", \"results\": [";
    }

    std::string file(const JudgedFile& judged) override {
        std::string out;
        for (const auto& finding : judged.findings) {
            references_.try_emplace(finding.code, finding.reference);
            out += std::exchange(first_, false) ? std::string_view{"\n"} : kLineEnd;
            out +=
                resultOf(finding, judged.name).dump(-1, ' ', false, ordered_json::error_handler_t::replace);
        }
        return out;
    }

    std::string end(const Summary&) override {
        auto rules = ordered_json::array();
        for (const auto& [rule, reference] : references_) {
            rules.push_back({{"id", rule},
                             {"fullDescription", {{"text", explanation(rule)}}},
                             {"help", {{"text", help(rule, reference)}}}});
        }
        const ordered_json driver{{"name", "ncp validate"}, {"rules", std::move(rules)}};
        return "\n],\n\"tool\": {\"driver\": " + driver.dump() + "}}]}\n";
    }

  private:
    std::string explanation(const std::string& rule) const {
        return settings_.texts.get(settings_.language, "rule." + rule);
    }

    /// How to mend it, and where the rule comes from.
    std::string help(const std::string& rule, const std::string& reference) const {
        const auto advice = settings_.texts.get(settings_.language, "rule." + rule + ".advice");
        return reference.empty()
                   ? advice
                   : advice + " " +
                         settings_.texts.get(settings_.language, "validation.reference", {reference}) + ".";
    }

    ordered_json resultOf(const Finding& finding, std::string_view fileName) const {
        auto message = explanation(finding.code);
        if (!finding.element.empty()) {
            message +=
                " " + settings_.texts.get(settings_.language, "validation.found", {finding.element}) + ".";
        }
        if (!finding.expected.empty()) {
            message += " " +
                       settings_.texts.get(settings_.language, "validation.expected", {finding.expected}) +
                       ".";
        }
        const ordered_json physical{{"artifactLocation", {{"uri", uriOf(fileName)}}},
                                    {"region", {{"startLine", std::max(1L, finding.line)}}}};
        const auto logical =
            ordered_json::array({{{"fullyQualifiedName", finding.path}, {"kind", "element"}}});
        ordered_json result{{"ruleId", finding.code},
                            {"level", nameOf(levelOf(finding))},
                            {"message", {{"text", message}}},
                            {"locations", ordered_json::array({{{"physicalLocation", physical},
                                                                {"logicalLocations", logical}}})}};
        if (finding.occurrences > 1) {
            result["occurrenceCount"] = finding.occurrences;
        }
        return result;
    }

    ReportSettings settings_;
    bool first_ = true;
    std::map<std::string, std::string, std::less<>> references_; ///< of the rules that were broken
};

} // namespace

std::unique_ptr<ReportWriter> sarifReport(const ReportSettings& settings) {
    return std::make_unique<SarifReport>(settings);
}

} // namespace ncp::transform::rules
