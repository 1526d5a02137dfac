#include "tests/bench/summary_parse.hpp"
#include "transform/rules/validator.hpp"

#include <benchmark/benchmark.h>
#include <ctime>
#include <filesystem>

namespace ncp::bench {
namespace {

using transform::rules::Form;
using transform::rules::Origin;
using transform::rules::ValidationOptions;
using transform::rules::Validator;
using transform::terminology::Catalogue;

const std::filesystem::path kConfiguration = std::filesystem::path{NCP_SOURCE_DIR} / "config";
const ValidationOptions kReceived{Form::Pivot, Origin::Received};

const Validator& validator() {
    static const auto loaded = Validator::load(kConfiguration);
    return loaded.value();
}

const Catalogue& catalogue() {
    static const auto loaded = Catalogue::load(kConfiguration / "terminology");
    return loaded.value();
}

/// The reference summary with its entries this many times over.
std::string summaryTimes(std::size_t times) {
    auto text = referenceSummary();
    const auto begin = text.find("<entry");
    const auto end = text.find("</entry>", begin);
    if (end == std::string::npos) {
        return text;
    }
    const auto entry = text.substr(begin, end + 8 - begin);
    const auto copies = times < 2 ? 0 : (times - 1) * text.size() / entry.size();
    std::string more;
    for (std::size_t i = 0; i < copies; ++i) {
        more += entry;
    }
    return text.insert(begin, more);
}

/// Counts the work in units of U: what libxml2 alone needs to parse the 165 KB summary and free it, in the
/// same run.
template <class Work>
void measure(benchmark::State& state, std::size_t times, Work work) {
    const auto text = summaryTimes(times);
    if (text.empty()) {
        state.SkipWithError("the reference data is not here");
        return;
    }
    const auto document = xml::Document::parse(text).value();
    work(document);
    const auto begin = std::clock();
    for (auto _ : state) {
        work(document);
    }
    const auto spent = static_cast<double>(std::clock() - begin) * 1e6 / CLOCKS_PER_SEC;
    const auto parses = parseAndFree(referenceSummary(), 200);
    state.counters["U"] = spent / static_cast<double>(state.iterations()) / parses.at(parses.size() / 2);
    state.counters["bytes"] = static_cast<double>(text.size());
}

void validateAll(benchmark::State& state) {
    measure(state, static_cast<std::size_t>(state.range(0)), [](const xml::Document& document) {
        benchmark::DoNotOptimize(validator().validate(document, &catalogue(), kReceived));
    });
}
BENCHMARK(validateAll)->Arg(1)->Arg(4)->Arg(16)->Unit(benchmark::kMicrosecond);

void validateRules(benchmark::State& state) {
    measure(state, 1, [](const xml::Document& document) {
        benchmark::DoNotOptimize(transform::rules::validate(document, validator().rules(), kReceived));
    });
}
BENCHMARK(validateRules)->Unit(benchmark::kMicrosecond);

void validateStructureAndRules(benchmark::State& state) {
    measure(state, 1, [](const xml::Document& document) {
        benchmark::DoNotOptimize(validator().validate(document, nullptr, kReceived));
    });
}
BENCHMARK(validateStructureAndRules)->Unit(benchmark::kMicrosecond);

} // namespace
} // namespace ncp::bench
