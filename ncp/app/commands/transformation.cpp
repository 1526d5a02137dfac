#include "ncp/app/commands/transformation.hpp"

#include "base/table.hpp"
#include "ncp/app/commands/document_file.hpp"
#include "ncp/app/commands/report.hpp"
#include "ncp/app/commands/terminology.hpp"
#include "ncp/app/data_directory.hpp"
#include "transform/cda/coded_elements.hpp"
#include "transform/inventory/account_report.hpp"
#include "transform/pivot/report.hpp"

#include <iostream>
#include <nlohmann/json.hpp>

namespace ncp::app::commands {
namespace {

using transform::pivot::Status;
using transform::pivot::Transformed;

Result<Texts> loadTransformationTexts() {
    const auto texts = dataDirectory() / "texts";
    return Texts::load({texts / "transformation.tsv", texts / "inventory.tsv"});
}

Result<transform::inventory::Account> accountOf(std::string_view before, std::string_view after) {
    const auto was = transform::inventory::takeInventory(before);
    const auto is = transform::inventory::takeInventory(after);
    if (!was || !is) {
        return passOn(was ? is : was);
    }
    return transform::inventory::account(*was, *is);
}

/// For people on standard error, so that the document can go to the standard output.
void tell(std::string_view text) {
    std::cerr << text << std::flush;
}

} // namespace

void addTransformationOptions(CLI::App& command, TransformationOptions& options) {
    command.add_option("file", options.file, "CDA document, - for the standard input")->required();
    command.add_option("--out", options.out, "Write the document here instead of the standard output");
    command.add_flag("--json", options.json, "Report as JSON; the document only with --out");
    command.add_flag("--account", options.account, "What was kept, translated, added and lost");
    addReleases(command, options.releases);
    addLanguage(command, options.language);
}

ExitCode runTransformation(const TransformationOptions& options, const Transformation& transformation,
                           bool errorsRefuse) {
    const auto texts = loadTransformationTexts();
    const auto list = transform::cda::CodedElements::load(dataDirectory() / "pivot");
    const auto catalogue = openTerminology(options.releases);
    const auto bytes = readInput(options.file);
    if (!texts || !list || !catalogue || !bytes) {
        return report(!texts       ? texts.error()
                      : !list      ? list.error()
                      : !catalogue ? catalogue.error()
                                   : bytes.error());
    }
    const auto name = options.file.string();
    const auto result = transformation(*bytes, *list, *catalogue);
    if (!result) {
        auto error = result.error();
        error.detail = name + ": " + error.detail;
        return report(error);
    }
    const auto account = accountOf(*bytes, result->bytes);
    if (!account) {
        return report(account.error());
    }
    const bool refused = errorsRefuse && result->status == Status::Error;
    const auto exit = refused ? ExitCode::Negative : ExitCode::Success;
    if (options.json) {
        auto json = toJson(*result, name, *texts, options.language);
        if (options.account) {
            json["account"] = transform::inventory::toJson(*account, name);
        }
        print(json.dump(2));
    } else {
        tell(toText(*result, name, *texts, options.language));
        tell(options.account ? transform::inventory::toText(*account, name, *texts, options.language) : "");
    }
    if (refused || (options.json && options.out.empty())) {
        return exit;
    }
    return deliver(options.out, result->bytes);
}

} // namespace ncp::app::commands
