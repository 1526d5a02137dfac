#include "base/xml/document.hpp"
#include "tests/bench/summary_parse.hpp"
#include "tests/bench/tls_connection.hpp"
#include "transform/terminology/catalogue.hpp"

#include <benchmark/benchmark.h>
#include <filesystem>

namespace ncp::bench {
namespace {

using transform::terminology::Catalogue;

std::filesystem::path configuration() {
    return std::filesystem::path{NCP_SOURCE_DIR} / "config";
}

Catalogue catalogue() {
    return Catalogue::load(configuration() / "terminology").value();
}

void catalogueLookup(benchmark::State& state) {
    const auto concepts = catalogue();
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            concepts.designation("2.16.840.1.113883.6.1", "48765-2", TextLanguage::Bokmaal));
    }
}
BENCHMARK(catalogueLookup);

void catalogueLoad(benchmark::State& state) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(catalogue().size());
    }
}
BENCHMARK(catalogueLoad)->Unit(benchmark::kMicrosecond);

} // namespace
} // namespace ncp::bench
