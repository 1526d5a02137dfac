#include "ncp/app/commands/render_coverage.hpp"

#include "ncp/app/commands/document_file.hpp"
#include "ncp/app/commands/report.hpp"
#include "transform/render/coverage.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

namespace ncp::app::commands {
namespace {

using transform::render::Coverage;
using transform::render::MissingLeaf;

/// A leaf that is missing, with the pages that lack it: nb.html nn.text …
struct Gap {
    MissingLeaf leaf;
    std::vector<std::string> pages;
};

std::vector<Gap> gapsOf(const Coverage& coverage) {
    std::map<std::tuple<long, std::string, std::string>, Gap> gaps;
    for (const auto& page : coverage.pages) {
        const auto name = std::string{tag(page.language)} + (page.html ? ".html" : ".text");
        for (const auto& leaf : page.missing) {
            auto& gap = gaps[{leaf.line, leaf.path, leaf.value}];
            gap.leaf = leaf;
            gap.pages.push_back(name);
        }
    }
    std::vector<Gap> sorted;
    for (auto& [place, gap] : gaps) {
        sorted.push_back(std::move(gap));
    }
    return sorted;
}

std::string lines(const std::filesystem::path& file, const Coverage& coverage) {
    const auto gaps = gapsOf(coverage);
    auto text = file.string() + ": " + std::to_string(coverage.leaves) + " clinical leaves, " +
                (gaps.empty() ? std::string{"all shown"} : std::to_string(gaps.size()) + " missing") + '\n';
    for (const auto& gap : gaps) {
        text += "  " + file.filename().string() + ':' + std::to_string(gap.leaf.line) + ": " +
                std::string{transform::inventory::name(gap.leaf.kind)} + ": " + gap.leaf.value + '\n';
        text += "    " + gap.leaf.path + "\n    missing in";
        for (const auto& page : gap.pages) {
            text += ' ' + page;
        }
        text += '\n';
    }
    return text;
}

nlohmann::ordered_json object(const std::filesystem::path& file, const Coverage& coverage) {
    nlohmann::ordered_json missing = nlohmann::ordered_json::array();
    for (const auto& gap : gapsOf(coverage)) {
        missing.push_back({{"line", gap.leaf.line},
                           {"path", gap.leaf.path},
                           {"kind", transform::inventory::name(gap.leaf.kind)},
                           {"value", gap.leaf.value},
                           {"pages", gap.pages}});
    }
    return {{"file", file.string()},
            {"leaves", coverage.leaves},
            {"complete", coverage.complete()},
            {"missing", std::move(missing)}};
}

} // namespace

ExitCode reportCoverage(const std::vector<std::filesystem::path>& files, const Texts& texts, bool json,
                        const std::filesystem::path& out) {
    auto result = ExitCode::Success;
    nlohmann::ordered_json objects = nlohmann::ordered_json::array();
    std::string text;
    for (const auto& file : files) {
        const auto document = readDocument(file);
        const auto coverage = document ? transform::render::measureCoverage(*document, texts, {})
                                       : Result<Coverage>{passOn(document)};
        if (!coverage) {
            result = report(coverage.error());
            continue;
        }
        if (!coverage->complete() && result == ExitCode::Success) {
            result = ExitCode::Negative;
        }
        if (json) {
            objects.push_back(object(file, *coverage));
        } else {
            text += lines(file, *coverage);
        }
    }
    const auto delivered = deliver(
        out, json ? objects.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + '\n' : text);
    return delivered == ExitCode::Success ? result : delivered;
}

} // namespace ncp::app::commands
