#include "base/uuid.hpp"
#include "ncp/store/store.hpp"
#include "tests/bench/tls_connection.hpp"
#include "tests/ncp/store/sample_event.hpp"
#include "tests/support/temporary_directory.hpp"

#include <benchmark/benchmark.h>
#include <memory>

namespace ncp::bench {
namespace {

/// The store of one measurement; its threads share it.
struct Archive {
    test::TemporaryDirectory directory;
    SystemClock clock;
    Logger log{clock, LogLevel::Error, [](std::string_view) {}};
    std::unique_ptr<store::Store> store =
        std::move(store::Store::open(directory.path() / "audit.sqlite", clock, log).value());
};
std::unique_ptr<Archive> archive;

/// Durable rows by so many requests at a time; those that wait together share a commit.
void recordAnswered(benchmark::State& state) {
    SystemRandom random;
    for (auto _ : state) {
        const auto message = makeUuid(random);
        if (!archive->store->recordAnswered(test::sampleEvent(message), "peer", message)) {
            stop("an audit row was not stored");
        }
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(recordAnswered)
    ->Setup([](const benchmark::State&) { archive = std::make_unique<Archive>(); })
    ->Teardown([](const benchmark::State&) { archive.reset(); })
    ->Threads(1)
    ->Threads(8)
    ->Threads(32)
    ->UseRealTime()
    ->Unit(benchmark::kMicrosecond);

} // namespace
} // namespace ncp::bench
