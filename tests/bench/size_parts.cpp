#include "base/xml/document.hpp"
#include "tests/bench/summary_parse.hpp"
#include "tests/support/documents/random_document.hpp"
#include "transform/inventory/account.hpp"
#include "transform/pivot/from_pivot.hpp"
#include "transform/render/render.hpp"
#include "transform/rules/validate.hpp"

#include <benchmark/benchmark.h>
#include <filesystem>
#include <map>

namespace ncp::bench {
namespace {

std::filesystem::path configuration() {
    return std::filesystem::path{NCP_SOURCE_DIR} / "config";
}

/// A random summary of about that many bytes, never more. The same for every measurement.
const std::string& summaryOf(std::size_t bytes) {
    static std::map<std::size_t, std::string> made;
    auto& text = made[bytes];
    if (text.empty()) {
        constexpr std::uint64_t kSeed = 4;
        constexpr std::size_t kSample = 8;
        const auto sample = test::randomDocument(kSeed, {.entries = kSample}).size();
        for (auto entries = bytes * kSample / sample; text.empty() || text.size() > bytes; --entries) {
            text = test::randomDocument(kSeed, {.entries = entries});
        }
    }
    return text;
}

/// 0.16, 1.6 and 16 MB: what a summary has, and what the limit allows.
void sizes(benchmark::internal::Benchmark* run) {
    run->Arg(160'000)->Arg(1'600'000)->Arg(16'000'000)->Unit(benchmark::kMillisecond);
}

/// Runs `work` on the document of the size that the benchmark asks for.
template <class Work>
void measure(benchmark::State& state, Work work) {
    const auto& text = summaryOf(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        work(text);
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}

void parseBySize(benchmark::State& state) {
    measure(state, [](const std::string& text) { benchmark::DoNotOptimize(parseAndFree(text, 1)); });
}
BENCHMARK(parseBySize)->Apply(sizes);

void inventoryBySize(benchmark::State& state) {
    measure(state, [](const std::string& text) {
        benchmark::DoNotOptimize(transform::inventory::takeInventory(std::string_view{text})->places());
    });
}
BENCHMARK(inventoryBySize)->Apply(sizes);

void accountBySize(benchmark::State& state) {
    const auto& text = summaryOf(static_cast<std::size_t>(state.range(0)));
    const auto inventory = transform::inventory::takeInventory(std::string_view{text}).value();
    measure(state, [&](const std::string&) {
        benchmark::DoNotOptimize(transform::inventory::account(inventory, inventory).kept);
    });
}
BENCHMARK(accountBySize)->Apply(sizes);

void translateBySize(benchmark::State& state) {
    const auto catalogue = transform::terminology::Catalogue::load(configuration() / "terminology").value();
    const auto list = transform::cda::CodedElements::load(configuration() / "pivot").value();
    measure(state, [&](const std::string& text) {
        benchmark::DoNotOptimize(
            transform::pivot::fromPivot(text, list, catalogue, TextLanguage::Bokmaal)->bytes.size());
    });
}
BENCHMARK(translateBySize)->Apply(sizes);

void validateBySize(benchmark::State& state) {
    const auto rules = transform::rules::RuleSet::load(configuration() / "rules").value();
    measure(state, [&](const std::string& text) {
        const auto document = xml::Document::parse(text).value();
        benchmark::DoNotOptimize(
            transform::rules::validate(document, rules, {.origin = transform::rules::Origin::Received})
                .size());
    });
}
BENCHMARK(validateBySize)->Apply(sizes);

void htmlBySize(benchmark::State& state) {
    const auto texts = Texts::load({configuration() / "texts/clinical.tsv"}).value();
    measure(state, [&](const std::string& text) {
        const auto document = xml::Document::parse(text).value();
        benchmark::DoNotOptimize(
            transform::render::renderHtml(document, texts, TextLanguage::Bokmaal, {})->size());
    });
}
BENCHMARK(htmlBySize)->Apply(sizes);

void textBySize(benchmark::State& state) {
    const auto texts = Texts::load({configuration() / "texts/clinical.tsv"}).value();
    measure(state, [&](const std::string& text) {
        const auto document = xml::Document::parse(text).value();
        benchmark::DoNotOptimize(
            transform::render::renderText(document, texts, TextLanguage::Bokmaal, {})->size());
    });
}
BENCHMARK(textBySize)->Apply(sizes);

} // namespace
} // namespace ncp::bench
