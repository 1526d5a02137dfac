#include "ncp/app/commands/document_file.hpp"
#include "ncp/app/commands/report.hpp"
#include "ncp/app/commands/terminology_workbench.hpp"
#include "transform/terminology/import/fhir_writer.hpp"
#include "transform/terminology/import/table_writers.hpp"

#include <system_error>
#include <utility>

namespace ncp::app::commands {
namespace {

using namespace transform::terminology::import;

struct ExportOptions {
    std::filesystem::path workbench;
    std::filesystem::path out;
    std::string format = "fhir";
    bool withTables = false;
};

Result<transform::terminology::Content> contentOf(const ExportOptions& options) {
    if (options.withTables) {
        return contentWithTables(options.workbench).map([](ncp::terminology::ReleaseContent&& release) {
            return std::move(release.content);
        });
    }
    std::error_code error;
    if (!std::filesystem::exists(options.workbench, error)) {
        return fail(ErrorCode::InputRefused,
                    options.workbench.string() + ": no such workbench; --with-tables exports what ships");
    }
    auto bench = ncp::terminology::Workbench::open(options.workbench);
    if (!bench) {
        return passOn(bench);
    }
    return bench->content();
}

std::string written(const transform::terminology::Content& content, const SystemNames& names,
                    const std::string& format) {
    if (format == "csv-designations") {
        return designationTable(content, ',');
    }
    if (format == "tsv-designations") {
        return designationTable(content, '\t');
    }
    if (format == "csv-map") {
        return mapTable(content, ',');
    }
    if (format == "tsv-map") {
        return mapTable(content, '\t');
    }
    return format == "mvc" ? catalogueTable(content) : toFhir(content, names);
}

ExitCode exportContent(const ExportOptions& options) {
    const auto names = systemNames(options.workbench);
    if (!names) {
        return report(names.error());
    }
    const auto content = contentOf(options);
    if (!content) {
        return report(content.error());
    }
    return deliver(options.out, written(*content, *names, options.format));
}

} // namespace

void addTerminologyExport(CLI::App& terminology, Choice& chosen) {
    const auto options = std::make_shared<ExportOptions>();
    auto& command = *terminology.add_subcommand("export", "Write the content in a form that import reads");
    addExistingWorkbench(command, options->workbench);
    command.add_option("--format", options->format, "FHIR R4 JSON (a Bundle), or a table")
        ->check(CLI::IsMember({"fhir", "mvc", "csv-designations", "tsv-designations", "csv-map", "tsv-map"}))
        ->capture_default_str();
    command.add_flag("--with-tables", options->withTables,
                     "The shipped tables with the workbench over them, as a release is built");
    command.add_option("--out", options->out, "File (default: the standard output)")->type_name("FILE");
    onChoice<ExportOptions>(command, chosen, &exportContent, options);
}

} // namespace ncp::app::commands
