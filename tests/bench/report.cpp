#include "tests/bench/report.hpp"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace ncp::bench {
namespace {

/// What the project wants of CPU over kept-alive connections, in U.
const std::map<std::string, double, std::less<>> kTargets{
    {"XCPD (ITI-55), kept alive", 0.6},
    {"list (ITI-38), kept alive", 0.6},
    {"retrieve (ITI-39), kept alive", 1.0},
};
constexpr double kOpenTarget = 5;
constexpr double kIdleTarget = 40;
constexpr double kConnectionTarget = 110;
constexpr double kKilo = 1024;

template <class... Values>
std::string line(const char* format, Values... values) {
    std::string text(200, '\0');
    const int size = std::snprintf(text.data(), text.size(), format, values...);
    text.resize(static_cast<std::size_t>(std::max(size, 0)));
    return text;
}

std::string rowLine(const std::string& name, const Row& row, double unit) {
    auto text = line("%-32s %9.0f %8.2f %8.2f %9.0f %9.0f %7.2f", name.c_str(),
                     row.requestsPerSecond.median(), row.p50.median(), row.p99.median(), row.cpu.minimum(),
                     row.cpu.median(), row.cpu.median() / unit);
    const auto target = kTargets.find(name);
    return text + (target == kTargets.end() ? "\n" : line("  (target %.1f)\n", target->second));
}

nlohmann::json toJson(const Samples& samples) {
    return {{"min", samples.minimum()}, {"median", samples.median()}};
}

} // namespace

double Samples::minimum() const {
    return values_.empty() ? 0 : *std::ranges::min_element(values_);
}

double Samples::median() const {
    if (values_.empty()) {
        return 0;
    }
    auto sorted = values_;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::ranges::nth_element(sorted, middle);
    return *middle;
}

void Row::add(const Measured& measured) {
    requestsPerSecond.add(measured.requestsPerSecond);
    p50.add(measured.p50Milliseconds);
    p99.add(measured.p99Milliseconds);
    cpu.add(measured.cpuMicroseconds);
    resumedShare.add(static_cast<double>(measured.resumed) / static_cast<double>(measured.requests));
}

Row& Report::row(const std::string& name) {
    const auto found = std::ranges::find(rows, name, &std::pair<std::string, Row>::first);
    return found == rows.end() ? rows.emplace_back(name, Row{}).second : found->second;
}

double Report::kilobytesPerConnection() const {
    if (residentKilobytes.size() < 2) {
        return 0;
    }
    const auto& [few, before] = *residentKilobytes.begin();
    const auto& [many, after] = *residentKilobytes.rbegin();
    return static_cast<double>(after - before) * kKilo / 1000 / static_cast<double>(many - few);
}

std::string toTable(const Report& report) {
    auto text = line("U, a summary of 165 KB parsed and freed: demonstration's %.0f us (min %.0f)",
                     report.unit.median(), report.unit.minimum());
    text += report.referenceUnit.empty()
                ? "\n"
                : line(", reference's %.0f us (min %.0f), taken below\n", report.referenceUnit.median(),
                       report.referenceUnit.minimum());
    text += line("%zu connections, %zu rounds; medians; node and load on a processor each\n\n",
                 report.connections, report.rounds);
    text += line("%-32s %9s %8s %8s %9s %9s %7s\n", "transaction, connection", "req/s", "p50 ms", "p99 ms",
                 "cpu min", "cpu us", "cpu/U");
    for (const auto& [name, row] : report.rows) {
        text += rowLine(name, row, report.u());
    }
    text +=
        line("\nopen loop, XCPD at %.0f/s (55 %% of the measured rate): p50 %.2f ms, p99 %.2f ms, best round "
             "%.2f ms (target %.0f)\n",
             report.openRate, report.openP50.median(), report.openP99.median(), report.openP99.minimum(),
             kOpenTarget);
    for (const auto& [connections, kilobytes] : report.residentKilobytes) {
        text += line("resident with %zu idle connections: %.1f MB\n", connections,
                     static_cast<double>(kilobytes) / kKilo);
    }
    text += line("resident after the load: %.1f MB\n", static_cast<double>(report.residentAfterLoad) / kKilo);
    text +=
        line("targets: %.0f MB idle, %.0f kB for each connection; measured for each connection: %.0f kB\n",
             kIdleTarget, kConnectionTarget, report.kilobytesPerConnection());
    return text;
}

std::string toJson(const Report& report) {
    nlohmann::json json{{"connections", report.connections},
                        {"rounds", report.rounds},
                        {"unit_us", toJson(report.unit)},
                        {"reference_unit_us", toJson(report.referenceUnit)},
                        {"open_loop",
                         {{"requests_per_second", report.openRate},
                          {"p50_ms", toJson(report.openP50)},
                          {"p99_ms", toJson(report.openP99)}}},
                        {"resident_after_load_kib", report.residentAfterLoad},
                        {"kb_per_connection", report.kilobytesPerConnection()}};
    for (const auto& [name, row] : report.rows) {
        json["transactions"][name] = {{"requests_per_second", toJson(row.requestsPerSecond)},
                                      {"p50_ms", toJson(row.p50)},
                                      {"p99_ms", toJson(row.p99)},
                                      {"cpu_us", toJson(row.cpu)},
                                      {"cpu_per_unit", row.cpu.median() / report.u()},
                                      {"resumed_share", row.resumedShare.median()}};
    }
    for (const auto& [connections, kilobytes] : report.residentKilobytes) {
        json["resident_kib"][std::to_string(connections)] = kilobytes;
    }
    return json.dump(2) + "\n";
}

} // namespace ncp::bench
