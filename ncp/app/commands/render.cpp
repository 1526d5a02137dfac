#include "transform/render/render.hpp"

#include "ncp/app/commands/choice.hpp"
#include "ncp/app/commands/document_file.hpp"
#include "ncp/app/commands/render_coverage.hpp"
#include "ncp/app/commands/report.hpp"
#include "ncp/app/commands/terminology.hpp"
#include "transform/render/paper/pdf.hpp"

namespace ncp::app::commands {
namespace {

struct RenderCommandOptions {
    std::vector<std::filesystem::path> files;
    std::filesystem::path out;
    std::filesystem::path releases;
    std::string format = "text";
    TextLanguage language = TextLanguage::Bokmaal;
    bool coverage = false;
    bool json = false;
};

Result<std::string> rendered(const xml::Document& document, const Texts& texts,
                             const RenderCommandOptions& options) {
    const auto release = openTerminology(options.releases);
    if (!release) {
        return passOn(release);
    }
    transform::render::RenderOptions rendering{};
    rendering.catalogue = &*release;
    if (options.format == "html") {
        return transform::render::renderHtml(document, texts, options.language, rendering);
    }
    if (options.format == "pdf") {
        return transform::render::renderPdf(document, texts, options.language, rendering);
    }
    return transform::render::renderText(document, texts, options.language, rendering);
}

ExitCode render(const RenderCommandOptions& options) {
    const auto texts = loadDocumentTexts();
    if (!texts) {
        return report(texts.error());
    }
    if (options.coverage) {
        return reportCoverage(expandFolders(options.files), *texts, options.json, options.out);
    }
    if (options.files.size() > 1) {
        const Result<void> several =
            fail(ErrorCode::InputRefused, "one document at a time, unless --coverage is given");
        return report(several.error());
    }
    const auto document = readDocument(options.files.front());
    if (!document) {
        return report(document.error());
    }
    const auto page = rendered(*document, *texts, options);
    return page ? deliver(options.out, *page) : report(page.error());
}

} // namespace

void addRender(CLI::App& program, Choice& chosen) {
    const auto options = std::make_shared<RenderCommandOptions>();
    auto& command = *program.add_subcommand(
        "render", "Show a document as a page, as text or on paper (one from another country "
                  "is translated first: ncp translate)");
    command
        .add_option("file", options->files,
                    "CDA document; with --coverage any number of them, and folders of .xml")
        ->required();
    command.add_option("--format", options->format, "text, html or pdf (on paper: A4)")
        ->check(CLI::IsMember({"text", "html", "pdf"}))
        ->capture_default_str();
    command.add_option("--out", options->out, "Write here instead of the standard output");
    auto* coverage =
        command.add_flag("--coverage", options->coverage,
                         "Instead of a page: which clinical content the pages in all languages lack");
    command.add_flag("--json", options->json, "The coverage for programs")->needs(coverage);
    addReleases(command, options->releases);
    addLanguage(command, options->language);
    onChoice<RenderCommandOptions>(command, chosen, &render, options);
}

} // namespace ncp::app::commands
