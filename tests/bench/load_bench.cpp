#include "base/table.hpp"
#include "base/xml/runtime.hpp"
#include "certs/runtime.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/report.hpp"
#include "tests/bench/summary_parse.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>

namespace ncp::bench {
namespace {

constexpr std::size_t kParses = 60;
constexpr double kOpenShare = 0.55;
constexpr std::array<std::size_t, 2> kIdle{100, 400};

struct Options {
    std::filesystem::path program = NCP_PROGRAM;
    std::size_t connections = 16;
    std::size_t rounds = 3;
    unsigned milliseconds = 1500;
    std::string only; ///< part of a row's name
    std::filesystem::path json;
};

void measureUnit(Report& report) {
    const auto demonstration = demonstrationSummary();
    for (const double took : parseAndFree(demonstration, kParses)) {
        report.unit.add(took * kUnitBytes / static_cast<double>(demonstration.size()));
    }
    if (const auto reference = referenceSummary(); !reference.empty()) {
        report.referenceUnit.add(parseAndFree(reference, kParses));
    }
}

void measureRound(const Options& options, const std::vector<RequestTemplate>& requests, Load& load,
                  Report& report) {
    const std::chrono::milliseconds duration{options.milliseconds};
    measureUnit(report);
    for (const auto connecting : {Connecting::KeptAlive, Connecting::Resumed, Connecting::Fresh}) {
        for (const auto& request : requests) {
            const auto row = request.name + ", " + std::string{name(connecting)};
            if (row.find(options.only) != std::string::npos) {
                report.row(row).add(load.saturate(request, connecting, duration));
            }
        }
    }
}

void measureOpenLoop(const Options& options, const RequestTemplate& request, Load& load, Report& report) {
    const std::chrono::milliseconds duration{options.milliseconds};
    report.openRate = kOpenShare * load.saturate(request, Connecting::KeptAlive, duration).requestsPerSecond;
    for (std::size_t round = 0; round < options.rounds; ++round) {
        const auto measured = load.atRate(request, report.openRate, 2 * duration);
        report.openP50.add(measured.p50Milliseconds);
        report.openP99.add(measured.p99Milliseconds);
    }
}

Report measure(const Options& options) {
    pinTo(0);
    const NodeUnderLoad node{options.program};
    const auto pki = node.pki();
    const TlsClient client{pki / "no/tls-client.key", pki / "no/tls-client.pem", pki / "ca/tls.pem"};
    Report report;
    report.connections = options.connections;
    report.rounds = options.rounds;
    report.residentKilobytes[0] = node.residentKilobytes();
    const auto requests = requestTemplates(node, client);
    const auto& discovery = requests[1];
    Load load{node, client, options.connections};
    if (options.only.empty()) {
        for (const auto count : kIdle) {
            report.residentKilobytes[count] = load.residentWithIdle(discovery, count);
        }
    }
    for (std::size_t round = 0; round < options.rounds; ++round) {
        measureRound(options, requests, load, report);
    }
    if (options.only.empty()) {
        measureOpenLoop(options, discovery, load, report);
    }
    report.residentAfterLoad = node.residentKilobytes();
    return report;
}

int run(int argc, char** argv) {
    Options options;
    if (const char* program = std::getenv("NCP_BINARY"); program != nullptr) {
        options.program = program;
    }
    CLI::App app{"Load on a node: requests a second, latencies, CPU and memory, beside what parsing costs"};
    app.add_option("--program", options.program, "The ncp program (also NCP_BINARY)");
    app.add_option("--connections", options.connections, "Connections at a time")->capture_default_str();
    app.add_option("--rounds", options.rounds, "Rounds over all rows; medians are shown")
        ->capture_default_str();
    app.add_option("--milliseconds", options.milliseconds, "Length of each measurement")
        ->capture_default_str();
    app.add_option("--only", options.only, "Only rows whose name holds this text; no open loop, no memory");
    app.add_option("--json", options.json, "Also write the figures to this file");
    CLI11_PARSE(app, argc, argv);
    std::signal(SIGPIPE, SIG_IGN);
    const xml::Runtime xmlRuntime;
    const certs::Runtime certsRuntime;
    const auto report = measure(options);
    std::fputs(toTable(report).c_str(), stdout);
    return options.json.empty() || writeFile(options.json, toJson(report)) ? EXIT_SUCCESS : EXIT_FAILURE;
}

} // namespace
} // namespace ncp::bench

int main(int argc, char** argv) {
    try {
        return ncp::bench::run(argc, argv);
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "load_bench: %s\n", fault.what());
        return EXIT_FAILURE;
    }
}
