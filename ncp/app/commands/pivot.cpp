#include "transform/pivot/to_pivot.hpp"

#include "ncp/app/commands/transformation.hpp"

namespace ncp::app::commands {
namespace {

ExitCode pivot(const TransformationOptions& options) {
    return runTransformation(
        options,
        [](std::string_view document, const auto& list, const auto& catalogue) {
            return transform::pivot::toPivot(document, list, catalogue);
        },
        true);
}

} // namespace

void addPivot(CLI::App& program, Choice& chosen) {
    const auto options = std::make_shared<TransformationOptions>();
    auto& command =
        *program.add_subcommand("pivot", "Make the pivot of a national document, as it leaves the country");
    addTransformationOptions(command, *options);
    onChoice<TransformationOptions>(command, chosen, &pivot, options);
}

} // namespace ncp::app::commands
