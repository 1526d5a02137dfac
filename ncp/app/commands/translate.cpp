#include "transform/pivot/from_pivot.hpp"

#include "ncp/app/commands/transformation.hpp"

namespace ncp::app::commands {
namespace {

ExitCode translate(const TransformationOptions& options) {
    return runTransformation(
        options,
        [&](std::string_view document, const auto& list, const auto& catalogue) {
            return transform::pivot::fromPivot(document, list, catalogue, options.language);
        },
        false);
}

} // namespace

void addTranslate(CLI::App& program, Choice& chosen) {
    const auto options = std::make_shared<TransformationOptions>();
    auto& command = *program.add_subcommand("translate", "Translate the coded elements of a pivot document");
    addTransformationOptions(command, *options);
    onChoice<TransformationOptions>(command, chosen, &translate, options);
}

} // namespace ncp::app::commands
