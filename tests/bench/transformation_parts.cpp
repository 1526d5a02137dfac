#include "base/xml/stream.hpp"
#include "tests/bench/summary_parse.hpp"
#include "transform/pivot/from_pivot.hpp"
#include "transform/pivot/to_pivot.hpp"

#include <benchmark/benchmark.h>
#include <ctime>
#include <filesystem>

namespace ncp::bench {
namespace {

using transform::cda::CodedElements;
using transform::terminology::Catalogue;

const std::filesystem::path kConfiguration = std::filesystem::path{NCP_SOURCE_DIR} / "config";

const Catalogue& catalogue() {
    static const auto loaded = Catalogue::load(kConfiguration / "terminology").value();
    return loaded;
}

const CodedElements& list() {
    static const auto loaded = CodedElements::load(kConfiguration / "pivot").value();
    return loaded;
}

/// The reference summary (180 codes) with this many more: routes behind its last entry. Empty where the
/// reference data is absent.
std::string summaryOfCodes(std::size_t codes) {
    auto text = referenceSummary();
    const std::string route = "<routeCode code=\"20053000\" codeSystem=\"0.4.0.127.0.16.1.1.2.1\" "
                              "codeSystemName=\"EDQM\" displayName=\"Oral use\"/>";
    const auto at = text.rfind("</entry>");
    std::string more;
    for (std::size_t i = 0; at != std::string::npos && i < codes; ++i) {
        more += route;
    }
    return at == std::string::npos ? text : text.insert(at, more);
}

/// Microseconds of CPU in units of U: what libxml2 alone needs to parse the 165 KB summary to a tree and free
/// it, measured in the same run.
void countInU(benchmark::State& state, double microseconds) {
    const auto reference = referenceSummary();
    const auto parses = parseAndFree(reference, 200);
    state.counters["U"] = microseconds / parses.at(parses.size() / 2);
}

template <class Work>
void measure(benchmark::State& state, const std::string& text, Work work) {
    if (text.empty()) {
        state.SkipWithError("the reference data is not here");
        return;
    }
    const auto begin = std::clock();
    for (auto _ : state) {
        work(text);
    }
    const auto spent = static_cast<double>(std::clock() - begin) * 1e6 / CLOCKS_PER_SEC;
    countInU(state, spent / static_cast<double>(state.iterations()));
}

/// Every start and end tag is seen, and nothing is done: what the transformation can't go below.
void streamSummary(benchmark::State& state) {
    class Nothing final : public xml::StreamHandler {
      public:
        bool start(const xml::StartTag& /*tag*/) override { return true; }
        bool end(xml::Range /*tag*/) override { return true; }
    };
    measure(state, referenceSummary(), [](const std::string& text) {
        Nothing nothing;
        benchmark::DoNotOptimize(xml::readStream(text, nothing).has_value());
    });
}
BENCHMARK(streamSummary)->Unit(benchmark::kMicrosecond);

void translateSummary(benchmark::State& state) {
    measure(state, summaryOfCodes(static_cast<std::size_t>(state.range(0))), [](const std::string& text) {
        benchmark::DoNotOptimize(
            transform::pivot::fromPivot(text, list(), catalogue(), TextLanguage::Bokmaal)->bytes.size());
    });
}
BENCHMARK(translateSummary)->Arg(0)->Arg(220)->Unit(benchmark::kMicrosecond);

void pivotOfSummary(benchmark::State& state) {
    measure(state, summaryOfCodes(static_cast<std::size_t>(state.range(0))), [](const std::string& text) {
        benchmark::DoNotOptimize(transform::pivot::toPivot(text, list(), catalogue())->bytes.size());
    });
}
BENCHMARK(pivotOfSummary)->Arg(0)->Arg(220)->Unit(benchmark::kMicrosecond);

} // namespace
} // namespace ncp::bench
