#include "base/texts.hpp"
#include "base/xml/document.hpp"
#include "tests/bench/summary_parse.hpp"
#include "tests/bench/tls_connection.hpp"
#include "transform/render/render.hpp"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <filesystem>

namespace ncp::bench {
namespace {

using transform::render::renderHtml;
using transform::render::renderText;

const Texts& clinicalTexts() {
    static const Texts texts =
        Texts::load({std::filesystem::path{NCP_SOURCE_DIR} / "config/texts/clinical.tsv"}).value();
    return texts;
}

/// Seconds in which libxml2 alone parses and frees this text: the unit U, for a text of the size of U's
/// document.
double unitOf(const std::string& text) {
    auto times = parseAndFree(text, 21);
    std::nth_element(times.begin(), times.begin() + 10, times.end());
    return times[10] * 1e-6;
}

/// Time of one iteration in units U.
benchmark::Counter inUnits(double unit) {
    return {unit, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert};
}

/// The longest section's entries over and over, until the document has so many bytes.
std::string grown(const std::string& document, std::size_t bytes) {
    const auto first = document.find("<entry");
    const auto last = document.find("</section>", first);
    const auto end = document.rfind("</entry>", last) + std::string{"</entry>"}.size();
    const auto entries = document.substr(first, end - first);
    auto text = document.substr(0, end);
    while (text.size() + document.size() < bytes) {
        text += entries;
    }
    return text + document.substr(end);
}

/// From a tree, as the portal and the command line have it.
template <auto Render>
void render(benchmark::State& state, const std::string& text) {
    if (text.empty()) {
        state.SkipWithError("skipped: the reference data is not there");
        return;
    }
    const auto document = xml::Document::parse(text).value();
    const double unit = unitOf(text);
    for (auto _ : state) {
        const auto page = Render(document, clinicalTexts(), TextLanguage::Bokmaal, {});
        if (!page) {
            stop("the document can't be rendered");
        }
        benchmark::DoNotOptimize(page->data());
    }
    state.counters["U"] = inUnits(unit);
    state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}

void renderSummary(benchmark::State& state) {
    render<renderHtml>(state, demonstrationSummary());
}
BENCHMARK(renderSummary)->Unit(benchmark::kMicrosecond);

/// The page of the document that U counts for: at most 1.5 U.
void renderReference(benchmark::State& state) {
    render<renderHtml>(state, referenceSummary());
}
BENCHMARK(renderReference)->Unit(benchmark::kMicrosecond);

void renderReferenceAsText(benchmark::State& state) {
    render<renderText>(state, referenceSummary());
}
BENCHMARK(renderReferenceAsText)->Unit(benchmark::kMicrosecond);

/// Up to the largest document that the node takes: time by size stays the same.
void renderGrown(benchmark::State& state) {
    render<renderHtml>(state, grown(demonstrationSummary(), static_cast<std::size_t>(state.range(0)) << 20U));
}
BENCHMARK(renderGrown)->Arg(1)->Arg(4)->Arg(15)->Unit(benchmark::kMillisecond);

} // namespace
} // namespace ncp::bench
