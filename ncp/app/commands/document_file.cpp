#include "ncp/app/commands/document_file.hpp"

#include "base/table.hpp"
#include "ncp/app/commands/report.hpp"
#include "ncp/app/data_directory.hpp"

#include <algorithm>

namespace ncp::app::commands {

Result<Texts> loadDocumentTexts() {
    const auto texts = dataDirectory() / "texts";
    return Texts::load({texts / "clinical.tsv", texts / "rules.tsv"});
}

Result<xml::Document> readDocument(const std::filesystem::path& file) {
    return readFile(file).and_then([&](const std::string& bytes) -> Result<xml::Document> {
        auto document = xml::Document::parse(bytes);
        if (!document) {
            return fail(document.error().code, file.string() + ": " + document.error().detail);
        }
        return document;
    });
}

std::vector<std::filesystem::path> expandFolders(const std::vector<std::filesystem::path>& named) {
    std::vector<std::filesystem::path> files;
    for (const auto& path : named) {
        std::error_code error;
        if (!std::filesystem::is_directory(path, error)) {
            files.push_back(path);
            continue;
        }
        for (const auto& entry : std::filesystem::recursive_directory_iterator{path, error}) {
            if (entry.path().extension() == ".xml") {
                files.push_back(entry.path());
            }
        }
    }
    std::ranges::sort(files);
    return files;
}

ExitCode deliver(const std::filesystem::path& out, std::string_view bytes) {
    if (out.empty()) {
        print(bytes);
        return ExitCode::Success;
    }
    const auto written = writeFile(out, bytes);
    // A place that can't be written was named by who asked; nothing failed in here.
    return written ? ExitCode::Success : report({ErrorCode::InputRefused, written.error().detail, {}});
}

} // namespace ncp::app::commands
