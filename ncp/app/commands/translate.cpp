#include "ncp/app/commands/choice.hpp"
#include "ncp/app/commands/document_file.hpp"
#include "ncp/app/commands/report.hpp"
#include "ncp/app/data_directory.hpp"
#include "transform/pivot/from_pivot.hpp"

#include <nlohmann/json.hpp>

namespace ncp::app::commands {
namespace {

struct TranslateOptions {
    std::filesystem::path file;
    std::filesystem::path out;
    bool json = false;
    TextLanguage language = TextLanguage::Bokmaal;
};

nlohmann::ordered_json toJson(const std::vector<transform::Finding>& findings) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& finding : findings) {
        list.push_back({{"code", finding.code},
                        {"severity", finding.severity == Severity::Error ? "error" : "warning"},
                        {"path", finding.path},
                        {"line", finding.line},
                        {"element", finding.element},
                        {"advice", finding.advice}});
    }
    return list;
}

ExitCode translate(const TranslateOptions& options) {
    const auto catalogue = transform::terminology::Catalogue::load(dataDirectory() / "terminology");
    if (!catalogue) {
        return report(catalogue.error());
    }
    auto document = readDocument(options.file);
    if (!document) {
        return report(document.error());
    }
    const auto result = transform::pivot::fromPivot(std::move(*document), *catalogue, options.language);
    if (options.json) {
        print(nlohmann::ordered_json{{"coded_elements", result.codedElements},
                                     {"translated", result.translated},
                                     {"fallback", result.fallback},
                                     {"missing", result.missing},
                                     {"findings", toJson(result.findings)}}
                  .dump(2));
        return options.out.empty() ? ExitCode::Success : deliver(options.out, result.document.serialize());
    }
    for (const auto& finding : result.findings) {
        report(Error{ErrorCode::InputRefused,
                     options.file.string() + ":" + std::to_string(finding.line) + ": " + finding.code + ": " +
                         finding.element + "; " + finding.advice,
                     {}});
    }
    return deliver(options.out, result.document.serialize());
}

} // namespace

void addTranslate(CLI::App& program, Choice& chosen) {
    const auto options = std::make_shared<TranslateOptions>();
    auto& command = *program.add_subcommand("translate", "Translate the coded elements of a pivot document");
    command.add_option("file", options->file, "CDA document")->required();
    command.add_option("--out", options->out, "Write the document here instead of the standard output");
    command.add_flag("--json", options->json, "Report as JSON; the document only with --out");
    addLanguage(command, options->language);
    onChoice<TranslateOptions>(command, chosen, &translate, options);
}

} // namespace ncp::app::commands
