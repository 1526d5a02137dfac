#include "transform/render/render.hpp"

#include "ncp/app/commands/choice.hpp"
#include "ncp/app/commands/document_file.hpp"
#include "ncp/app/commands/report.hpp"

namespace ncp::app::commands {
namespace {

struct RenderCommandOptions {
    std::filesystem::path file;
    std::filesystem::path out;
    std::string format = "text";
    TextLanguage language = TextLanguage::Bokmaal;
};

ExitCode render(const RenderCommandOptions& options) {
    const auto texts = loadDocumentTexts();
    const auto document = readDocument(options.file);
    if (!texts || !document) {
        return report(texts ? document.error() : texts.error());
    }
    const transform::render::RenderOptions rendering{};
    const auto page = options.format == "html"
                          ? transform::render::renderHtml(*document, *texts, options.language, rendering)
                          : transform::render::renderText(*document, *texts, options.language, rendering);
    return page ? deliver(options.out, *page) : report(page.error());
}

} // namespace

void addRender(CLI::App& program, Choice& chosen) {
    const auto options = std::make_shared<RenderCommandOptions>();
    auto& command = *program.add_subcommand("render", "Show a document as a page or as text");
    command.add_option("file", options->file, "CDA document")->required();
    command.add_option("--format", options->format, "text or html")
        ->check(CLI::IsMember({"text", "html"}))
        ->capture_default_str();
    command.add_option("--out", options->out, "Write here instead of the standard output");
    addLanguage(command, options->language);
    onChoice<RenderCommandOptions>(command, chosen, &render, options);
}

} // namespace ncp::app::commands
