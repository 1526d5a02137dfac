#include "base/xml/canonical.hpp"
#include "base/xml/document.hpp"
#include "base/xml/intake.hpp"
#include "ncp/documents/messages.hpp"
#include "tests/bench/summary_parse.hpp"
#include "tests/support/counting_random.hpp"
#include "tests/support/document_entries.hpp"

#include <benchmark/benchmark.h>

namespace ncp::bench {
namespace {

void bytesOf(benchmark::State& state, const std::string& text) {
    state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}

/// What everything is measured by: libxml2 alone.
void parseAndFreeDemonstration(benchmark::State& state) {
    const auto text = demonstrationSummary();
    for (auto _ : state) {
        benchmark::DoNotOptimize(parseAndFree(text, 1));
    }
    bytesOf(state, text);
}
BENCHMARK(parseAndFreeDemonstration)->Unit(benchmark::kMicrosecond);

void parseAndFreeReference(benchmark::State& state) {
    const auto text = referenceSummary();
    if (text.empty()) {
        state.SkipWithError("skipped: the reference data is not there");
        return;
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(parseAndFree(text, 1));
    }
    bytesOf(state, text);
}
BENCHMARK(parseAndFreeReference)->Unit(benchmark::kMicrosecond);

void intakeCheck(benchmark::State& state) {
    const auto text = demonstrationSummary();
    for (auto _ : state) {
        benchmark::DoNotOptimize(xml::checkIntake(text, {}));
    }
    bytesOf(state, text);
}
BENCHMARK(intakeCheck)->Unit(benchmark::kMicrosecond);

void checkedParse(benchmark::State& state) {
    const auto text = demonstrationSummary();
    for (auto _ : state) {
        benchmark::DoNotOptimize(xml::Document::parse(text).value().native());
    }
    bytesOf(state, text);
}
BENCHMARK(checkedParse)->Unit(benchmark::kMicrosecond);

void exclusiveCanonicalForm(benchmark::State& state) {
    const auto text = demonstrationSummary();
    const auto document = xml::Document::parse(text).value();
    for (auto _ : state) {
        benchmark::DoNotOptimize(xml::exclusiveCanonical(document));
    }
    bytesOf(state, text);
}
BENCHMARK(exclusiveCanonicalForm)->Unit(benchmark::kMicrosecond);

void serializeDocument(benchmark::State& state) {
    const auto text = demonstrationSummary();
    const auto document = xml::Document::parse(text).value();
    for (auto _ : state) {
        benchmark::DoNotOptimize(document.serialize());
    }
    bytesOf(state, text);
}
BENCHMARK(serializeDocument)->Unit(benchmark::kMicrosecond);

/// The body of an ITI-38 answer with one document in both forms.
void writeListAnswer(benchmark::State& state) {
    documents::QueryAnswer answer;
    answer.documents.push_back({test::inventedEntry(ihe::kPatientSummary, ihe::Level::L3),
                                test::inventedEntry(ihe::kPatientSummary, ihe::Level::L1)});
    const auto country = CountryCode::parse("PT").value();
    test::CountingRandom random;
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            documents::writeQueryAnswer(answer, test::inventedPatient(), country, random));
    }
}
BENCHMARK(writeListAnswer)->Unit(benchmark::kMicrosecond);

} // namespace
} // namespace ncp::bench
