#include "tests/support/temporary_directory.hpp"
#include "transform/terminology/catalogue.hpp"
#include "transform/terminology/content.hpp"
#include "transform/terminology/snapshot_build.hpp"

#include "base/table.hpp"

#include <benchmark/benchmark.h>
#include <random>
#include <string>
#include <vector>

/// The terminology at the size of a national release: 500,000 concepts in two languages.
namespace {

using namespace ncp;
using namespace ncp::transform::terminology;

constexpr std::size_t kConcepts = 500'000;
constexpr std::string_view kSet = "1.2.9.1";

std::string codeOf(std::size_t number) {
    return std::to_string(100'000'000 + number * 7'919);
}

std::string systemOf(std::size_t number) {
    return "1.2." + std::to_string(1 + number % 5);
}

Content nationalContent() {
    Content content;
    content.name = "bench";
    for (std::size_t i = 0; i < 5; ++i) {
        content.systems.push_back(
            {systemOf(i), "", "System " + std::to_string(i), "", "", {"S" + std::to_string(i)}, ""});
    }
    content.valueSets.push_back({std::string{kSet}, "Set", "1", false, {}});
    for (std::size_t i = 0; i < kConcepts; ++i) {
        const auto number = std::to_string(i);
        content.concepts.push_back(
            {systemOf(i),
             codeOf(i),
             true,
             {{"nb-NO", "Betegnelse på bokmål nummer " + number, "bench", "", true},
              {"en-GB", "Designation in English number " + number, "bench", "", true}}});
        if (i % 40 == 0) {
            content.valueSets[0].members.push_back({systemOf(i), codeOf(i)});
        }
    }
    return content;
}

const std::string& image() {
    static const auto built = buildSnapshot(nationalContent()).value();
    return built;
}

const Catalogue& catalogue() {
    static const auto served = Catalogue::fromImage(image(), "bench").value();
    return served;
}

struct Question {
    std::string system;
    std::string code;
};

/// `popular` of the concepts in a hundred are what is asked for; 100: all alike.
std::vector<Question> questions(std::size_t popular) {
    std::mt19937 random{20260131};
    std::vector<Question> asked;
    constexpr std::size_t kAsked = 65'536;
    constexpr std::size_t kPopularConcepts = 5'000;
    for (std::size_t i = 0; i < kAsked; ++i) {
        const auto number =
            random() % 100 < popular ? random() % kPopularConcepts * 100 : random() % kConcepts;
        asked.push_back({systemOf(number), codeOf(number)});
    }
    return asked;
}

/// Codes as they come in documents: `range(0)` in a hundred are of 5,000 popular ones.
void designation(benchmark::State& state) {
    const auto asked = questions(static_cast<std::size_t>(state.range(0)));
    const auto& served = catalogue();
    std::size_t at = 0;
    for (auto round : state) {
        static_cast<void>(round);
        const auto& question = asked[at++ % asked.size()];
        benchmark::DoNotOptimize(served.designation(question.system, question.code, TextLanguage::Bokmaal));
    }
}
BENCHMARK(designation)->Name("terminology/designation")->ArgName("popular")->Arg(100)->Arg(80)->Arg(0);

void membership(benchmark::State& state) {
    const auto asked = questions(80);
    const auto& served = catalogue();
    std::size_t at = 0;
    for (auto round : state) {
        static_cast<void>(round);
        const auto& question = asked[at++ % asked.size()];
        benchmark::DoNotOptimize(served.membership(kSet, question.system, question.code));
    }
}
BENCHMARK(membership)->Name("terminology/membership");

/// Mapping, checksum and the check of every offset, the file in the page cache.
void open(benchmark::State& state) {
    const test::TemporaryDirectory directory;
    const auto file = directory.path() / "bench.snapshot";
    if (!writeFile(file, image())) {
        state.SkipWithError("the snapshot can't be written");
        return;
    }
    for (auto round : state) {
        static_cast<void>(round);
        auto opened = Catalogue::open(file);
        benchmark::DoNotOptimize(opened);
    }
    state.counters["bytes"] = static_cast<double>(image().size());
    state.counters["concepts"] = static_cast<double>(kConcepts);
}
BENCHMARK(open)->Name("terminology/open")->Unit(benchmark::kMillisecond);

} // namespace
