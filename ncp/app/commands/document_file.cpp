#include "ncp/app/commands/document_file.hpp"

#include "base/table.hpp"
#include "ncp/app/commands/report.hpp"
#include "ncp/app/data_directory.hpp"

#include <algorithm>
#include <cctype>
#include <iostream>
#include <iterator>
#include <string>

namespace ncp::app::commands {
namespace {

bool isNamedXml(const std::filesystem::path& file) {
    auto extension = file.extension().string();
    std::ranges::transform(extension, extension.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension == ".xml";
}

/// A folder that can't be read stands for itself: whoever reads it says so.
void addFolder(const std::filesystem::path& folder, std::vector<std::filesystem::path>& files) {
    std::error_code error;
    std::filesystem::directory_iterator entry{folder, error};
    if (error) {
        files.push_back(folder);
        return;
    }
    for (; entry != std::filesystem::directory_iterator{}; entry.increment(error)) {
        std::error_code unknown;
        const auto kind = entry->symlink_status(unknown).type();
        if (kind == std::filesystem::file_type::directory) {
            addFolder(entry->path(), files);
        } else if (isNamedXml(entry->path())) {
            files.push_back(entry->path());
        }
    }
}

} // namespace

Result<Texts> loadDocumentTexts() {
    const auto texts = dataDirectory() / "texts";
    return Texts::load({texts / "clinical.tsv", texts / "rules.tsv"});
}

Result<std::string> readInput(const std::filesystem::path& file) {
    if (file != "-") {
        return readFile(file);
    }
    std::string bytes{std::istreambuf_iterator<char>{std::cin}, std::istreambuf_iterator<char>{}};
    return std::cin.bad() ? Result<std::string>{fail(ErrorCode::InputRefused, "-: can't be read")}
                          : Result<std::string>{std::move(bytes)};
}

Result<xml::Document> readDocument(const std::filesystem::path& file) {
    return readInput(file).and_then([&](const std::string& bytes) -> Result<xml::Document> {
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
        addFolder(path, files);
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
