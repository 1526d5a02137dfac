#include "ncp/app/commands/commands.hpp"
#include "ncp/app/commands/report.hpp"

#include "base/table.hpp"
#include "base/xml/document.hpp"
#include "ncp/app/data_directory.hpp"
#include "transform/pivot/from_pivot.hpp"
#include "transform/render/render.hpp"
#include "transform/rules/validate.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace ncp::app::commands {
namespace {

using transform::Finding;

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

/// The files that were named, and every .xml below the folders that were named.
std::vector<std::filesystem::path> expand(const std::vector<std::filesystem::path>& named) {
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

transform::rules::ValidationOptions judgedAs(const DocumentOptions& options) {
    using transform::rules::Form;
    using transform::rules::Origin;
    return {options.friendly ? Form::Friendly : Form::Pivot,
            options.received ? Origin::Received : Origin::Own};
}

/// To the file or, where none is named, to the standard output.
ExitCode deliver(const std::filesystem::path& out, std::string_view bytes) {
    if (out.empty()) {
        print(bytes);
        return ExitCode::Success;
    }
    const auto written = writeFile(out, bytes);
    return written ? ExitCode::Success : report(written.error());
}

nlohmann::ordered_json toJson(const std::vector<Finding>& findings) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& finding : findings) {
        list.push_back({{"code", finding.code},
                        {"severity", finding.severity == Severity::Error ? "error" : "warning"},
                        {"path", finding.path},
                        {"line", finding.line},
                        {"element", finding.element},
                        {"advice", finding.advice}});
    }
    return list;
}

} // namespace

ExitCode validate(const DocumentOptions& options) {
    const auto rules = transform::rules::RuleSet::load(dataDirectory() / "rules");
    const auto texts = loadDocumentTexts();
    if (!rules || !texts) {
        return report(rules ? texts.error() : rules.error());
    }
    std::size_t errors = 0;
    std::size_t unreadable = 0;
    auto list = nlohmann::ordered_json::array();
    const auto files = expand(options.files);
    for (const auto& file : files) {
        const auto document = readDocument(file);
        if (!document) {
            report(document.error());
            ++unreadable;
            continue;
        }
        const auto findings = transform::rules::validate(*document, *rules, judgedAs(options));
        errors += static_cast<std::size_t>(std::ranges::count(findings, Severity::Error, &Finding::severity));
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

ExitCode translate(const DocumentOptions& options) {
    const auto catalogue = transform::terminology::Catalogue::load(dataDirectory() / "terminology");
    if (!catalogue) {
        return report(catalogue.error());
    }
    auto document = readDocument(options.files.front());
    if (!document) {
        return report(document.error());
    }
    const auto result = transform::pivot::fromPivot(std::move(*document), *catalogue, options.language);
    if (options.json) {
        print(nlohmann::ordered_json{{"coded_elements", result.codedElements},
                                     {"translated", result.translated},
                                     {"fallback", result.fallback},
                                     {"missing", result.missing},
                                     {"findings", toJson(result.findings)}}
                  .dump(2));
        return options.out.empty() ? ExitCode::Success : deliver(options.out, result.document.serialize());
    }
    for (const auto& finding : result.findings) {
        report(Error{ErrorCode::InputRefused,
                     options.files.front().string() + ":" + std::to_string(finding.line) + ": " +
                         finding.code + ": " + finding.element + "; " + finding.advice,
                     {}});
    }
    return deliver(options.out, result.document.serialize());
}

ExitCode render(const DocumentOptions& options) {
    const auto texts = loadDocumentTexts();
    const auto document = readDocument(options.files.front());
    if (!texts || !document) {
        return report(texts ? document.error() : texts.error());
    }
    const transform::render::RenderOptions rendering{};
    const auto page = options.format == "html"
                          ? transform::render::renderHtml(*document, *texts, options.language, rendering)
                          : transform::render::renderText(*document, *texts, options.language, rendering);
    return page ? deliver(options.out, *page) : report(page.error());
}

} // namespace ncp::app::commands
