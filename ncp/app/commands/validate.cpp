#include "transform/rules/validate.hpp"

#include "ncp/app/commands/choice.hpp"
#include "ncp/app/commands/document_file.hpp"
#include "ncp/app/commands/report.hpp"
#include "ncp/app/data_directory.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace ncp::app::commands {
namespace {

struct ValidateOptions {
    std::vector<std::filesystem::path> files;
    bool json = false;
    bool friendly = false; ///< the national form instead of the pivot
    bool received = false; ///< another country's document
    TextLanguage language = TextLanguage::Bokmaal;
};

transform::rules::ValidationOptions judgedAs(const ValidateOptions& options) {
    using transform::rules::Form;
    using transform::rules::Origin;
    return {options.friendly ? Form::Friendly : Form::Pivot,
            options.received ? Origin::Received : Origin::Own};
}

ExitCode validate(const ValidateOptions& options) {
    const auto rules = transform::rules::RuleSet::load(dataDirectory() / "rules");
    const auto texts = loadDocumentTexts();
    if (!rules || !texts) {
        return report(rules ? texts.error() : rules.error());
    }
    std::size_t errors = 0;
    std::size_t unreadable = 0;
    auto list = nlohmann::ordered_json::array();
    const auto files = expandFolders(options.files);
    for (const auto& file : files) {
        const auto document = readDocument(file);
        if (!document) {
            report(document.error());
            ++unreadable;
            continue;
        }
        const auto findings = transform::rules::validate(*document, *rules, judgedAs(options));
        errors += static_cast<std::size_t>(
            std::ranges::count(findings, Severity::Error, &transform::Finding::severity));
        if (options.json) {
            list.push_back(transform::rules::toJson(findings, file.string(), *texts, options.language));
        } else {
            print(transform::rules::toText(findings, file.string(), *texts, options.language));
        }
    }
    if (options.json) {
        print(nlohmann::ordered_json{{"documents", list}}.dump(2));
    }
    if (unreadable > 0 || files.empty()) {
        return ExitCode::InputRefused;
    }
    return errors > 0 ? ExitCode::Negative : ExitCode::Success;
}

} // namespace

void addValidate(CLI::App& program, Choice& chosen) {
    const auto options = std::make_shared<ValidateOptions>();
    auto& command = *program.add_subcommand("validate", "Check clinical documents against the rules");
    command.add_option("files", options->files, "CDA documents or folders")->required();
    command.add_flag("--json", options->json, "Findings as JSON");
    command.add_flag("--friendly", options->friendly, "Judge the national form instead of the pivot");
    command.add_flag("--received", options->received,
                     "Judge another country's document: what is tolerated there is a warning");
    addLanguage(command, options->language);
    onChoice<ValidateOptions>(command, chosen, &validate, options);
}

} // namespace ncp::app::commands
