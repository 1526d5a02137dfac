#pragma once

#include "base/texts.hpp"
#include "ncp/app/commands/choice.hpp"
#include "transform/pivot/transformed.hpp"

#include <filesystem>
#include <functional>
#include <string_view>

namespace ncp::transform::cda {
class CodedElements;
}
namespace ncp::transform::terminology {
class Catalogue;
}

namespace ncp::app::commands {

/// What both transformations of a document are asked for.
struct TransformationOptions {
    std::filesystem::path file;
    std::filesystem::path out;
    std::filesystem::path releases;
    bool json = false;
    bool account = false; ///< of what was kept and changed
    TextLanguage language = TextLanguage::Bokmaal;
};

using Transformation = std::function<Result<transform::pivot::Transformed>(
    std::string_view document, const transform::cda::CodedElements& list,
    const transform::terminology::Catalogue& catalogue)>;

/// Adds file, --out, --json, --account and --releases.
void addTransformationOptions(CLI::App& command, TransformationOptions& options);
/// Reads, transforms, reports on standard error (or as JSON on standard output), and delivers the document.
/// Negative when there are findings of severity Error and `errorsRefuse`: nothing is delivered then.
ExitCode runTransformation(const TransformationOptions& options, const Transformation& transformation,
                           bool errorsRefuse);

} // namespace ncp::app::commands
