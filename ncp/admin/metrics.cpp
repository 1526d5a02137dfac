#include "ncp/admin/metrics.hpp"

#include "base/current.hpp"
#include "base/guarded.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <set>
#include <utility>

namespace ncp::admin {
namespace {

constexpr std::array<std::string_view, 9> kTransactions{"ITI-55",    "ITI-38",        "ITI-39",
                                                        "ITI-41",    "EHDSI-94",      "EHDSI-193",
                                                        "EHDSI-194", "report-closed", "countries-changed"};

/// Seconds; from what a lookup takes to what a peer waits.
const prometheus::Histogram::BucketBoundaries kSeconds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,  0.25,
                                                       0.5,   1.0,    2.5,   5.0,  10.0,  30.0, 60.0, 120.0};

/// The same of one document, from a small header to 16 MB.
const prometheus::Histogram::BucketBoundaries kTransformationSeconds{
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0};

std::string knownTransaction(std::string_view kind) {
    return std::string{std::ranges::find(kTransactions, kind) == kTransactions.end() ? "unknown" : kind};
}

using Counters = prometheus::Family<prometheus::Counter>;
using Gauges = prometheus::Family<prometheus::Gauge>;
using Histograms = prometheus::Family<prometheus::Histogram>;

Counters& counters(prometheus::Registry& registry, const char* name, const char* help) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

Gauges& gauges(prometheus::Registry& registry, const char* name, const char* help) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}

Histograms& histograms(prometheus::Registry& registry, const char* name, const char* help) {
    return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
}

} // namespace

struct Metrics::State {
    using Codes = std::set<std::string, std::less<>>;
    explicit State(const std::vector<std::string>& codes)
        : countries(std::make_shared<const Codes>(codes.begin(), codes.end())) {}

    std::string peerLabel(std::string_view peer) const;

    prometheus::Registry registry;
    Counters& transactions = counters(registry, "ncp_transactions_total",
                                      "Finished transactions by kind, side, outcome and peer.");
    Histograms& durations =
        histograms(registry, "ncp_transaction_duration_seconds", "Time that a transaction took.");
    Counters& refusals =
        counters(registry, "ncp_refusals_total", "Messages refused by a security rule, by rule and peer.");
    Counters& tolerances =
        counters(registry, "ncp_tolerances_total", "Deviations of peers that a named rule tolerates.");
    Counters& transformations = counters(registry, "ncp_transformations_total",
                                         "Documents that were transformed, by direction and outcome.");
    Counters& transformationFindings =
        counters(registry, "ncp_transformation_findings_total",
                 "What transformations noticed in documents, by direction and severity.");
    Histograms& transformationDurations =
        histograms(registry, "ncp_transformation_duration_seconds",
                   "Time that the transformation of a document took, by direction.");
    Counters& judgedDocuments =
        counters(registry, "ncp_judged_documents_total",
                 "Documents that were judged by their rules, by direction, country and what that led to.");
    Counters& brokenRules = counters(registry, "ncp_broken_rules_total",
                                     "Places where judged documents break rules, by class of rules.");
    Counters& connectionRefusals =
        counters(registry, "ncp_connection_refusals_total", "Connections refused below HTTP, by rule.");
    Counters& storeFaults =
        counters(registry, "ncp_store_faults_total", "Audit events or message ids that could not be stored.");
    Gauges& certificateDays =
        gauges(registry, "ncp_certificate_days_left", "Days until a certificate of this node expires.");
    Gauges& build = gauges(registry, "ncp_build_info", "Always 1; the version is a label.");
    prometheus::Counter& storeFaultCount = storeFaults.Add({});
    prometheus::Gauge& auditQueue =
        gauges(registry, "ncp_audit_queue_events", "Audit events that wait to be committed.").Add({});
    prometheus::Gauge& openConnections =
        gauges(registry, "ncp_open_connections", "Connections that are open.").Add({});
    prometheus::Gauge& runningRequests =
        gauges(registry, "ncp_running_requests", "Requests that are being answered.").Add({});
    Gauges& discoveryAge =
        gauges(registry, "ncp_discovery_age_seconds",
               "Age of what is known of a country by SML and SMP; -1 when nothing is usable.");
    Counters& reloads = counters(registry, "ncp_reloads_total",
                                 "Times that changed certificate files were taken, or refused.");
    prometheus::Counter& reloadsTaken = reloads.Add({{"outcome", "taken"}});
    prometheus::Counter& reloadsRefused = reloads.Add({{"outcome", "refused"}});
    Gauges& terminologyConcepts = gauges(registry, "ncp_terminology_concepts",
                                         "Concepts of the release in force; its name is a label.");
    Guarded<prometheus::Gauge*> terminologyInForce; ///< null before the first
    Counters& terminologyReloads =
        counters(registry, "ncp_terminology_reloads_total",
                 "Times that a release of the terminology was taken while the node ran, or refused.");
    Counters& countriesReloads =
        counters(registry, "ncp_countries_reloads_total",
                 "Times that the countries file was taken while the node ran, or refused.");
    Current<Codes> countries;
    Guarded<std::map<std::string, prometheus::Gauge*, std::less<>>> certificates; ///< by role
};

std::string Metrics::State::peerLabel(std::string_view peer) const {
    if (peer.empty()) {
        return "unknown";
    }
    return countries.get()->contains(peer) ? std::string{peer} : std::string{"other"};
}

Metrics::Metrics(const std::vector<std::string>& countries, std::string_view version)
    : state_(std::make_unique<State>(countries)) {
    state_->build.Add({{"version", std::string{version}}}).Set(1.0);
}

Metrics::~Metrics() = default;

void Metrics::renewCountries(const std::vector<std::string>& countries) {
    state_->countries.replace(std::make_shared<const State::Codes>(countries.begin(), countries.end()));
}

void Metrics::transaction(std::string_view kind, audit::Side side, audit::Outcome outcome,
                          std::string_view peer, double seconds) {
    const auto transaction = knownTransaction(kind);
    const std::string sideName{audit::name(side)};
    state_->transactions
        .Add({{"transaction", transaction},
              {"side", sideName},
              {"outcome", std::string{audit::name(outcome)}},
              {"peer", state_->peerLabel(peer)}})
        .Increment();
    state_->durations.Add({{"transaction", transaction}, {"side", sideName}}, kSeconds).Observe(seconds);
}

void Metrics::refusal(std::string_view rule, std::string_view peer) {
    state_->refusals.Add({{"rule", std::string{rule}}, {"peer", state_->peerLabel(peer)}}).Increment();
}

void Metrics::tolerance(std::string_view name, std::string_view peer) {
    state_->tolerances.Add({{"tolerance", std::string{name}}, {"peer", state_->peerLabel(peer)}}).Increment();
}

void Metrics::transformation(std::string_view direction, std::string_view outcome, double seconds,
                             std::size_t errors, std::size_t warnings) {
    const prometheus::Labels way{{"direction", std::string{direction}}};
    auto ended = way;
    ended.emplace("outcome", outcome);
    state_->transformations.Add(ended).Increment();
    state_->transformationDurations.Add(way, kTransformationSeconds).Observe(seconds);
    for (const auto& [severity, places] : {std::pair{"error", errors}, std::pair{"warning", warnings}}) {
        auto labels = way;
        labels.emplace("severity", severity);
        state_->transformationFindings.Add(labels).Increment(static_cast<double>(places));
    }
}

void Metrics::judged(std::string_view direction, std::string_view country, std::string_view reaction,
                     const std::map<std::string, std::size_t, std::less<>>& broken) {
    const prometheus::Labels whose{{"direction", std::string{direction}},
                                   {"country", state_->peerLabel(country)}};
    auto documents = whose;
    documents.emplace("reaction", reaction);
    state_->judgedDocuments.Add(documents).Increment();
    for (const auto& [rules, places] : broken) {
        auto labels = whose;
        labels.emplace("class", rules);
        state_->brokenRules.Add(labels).Increment(static_cast<double>(places));
    }
}

void Metrics::connectionRefusal(std::string_view rule) {
    state_->connectionRefusals.Add({{"rule", std::string{rule}}}).Increment();
}

void Metrics::storeFault() {
    state_->storeFaultCount.Increment();
}

void Metrics::certificate(std::string_view role, std::string_view commonName, Instant notAfter, Instant now) {
    const std::chrono::duration<double, std::ratio<86'400>> left = notAfter - now;
    auto& gauge =
        state_->certificateDays.Add({{"role", std::string{role}}, {"subject_cn", std::string{commonName}}});
    gauge.Set(left.count());
    auto* former = state_->certificates.with(
        [&](auto& byRole) { return std::exchange(byRole[std::string{role}], &gauge); });
    if (former != nullptr && former != &gauge) {
        state_->certificateDays.Remove(former);
    }
}

void Metrics::reload(bool taken) {
    (taken ? state_->reloadsTaken : state_->reloadsRefused).Increment();
}

void Metrics::terminology(std::string_view release, std::size_t concepts) {
    auto& gauge = state_->terminologyConcepts.Add({{"release", std::string{release}}});
    gauge.Set(static_cast<double>(concepts));
    auto* former = state_->terminologyInForce.with([&](auto& shown) { return std::exchange(shown, &gauge); });
    if (former != nullptr && former != &gauge) {
        state_->terminologyConcepts.Remove(former);
    }
}

void Metrics::terminologyReload(bool taken) {
    state_->terminologyReloads.Add({{"outcome", taken ? "taken" : "refused"}}).Increment();
}

void Metrics::countriesReload(bool taken) {
    state_->countriesReloads.Add({{"outcome", taken ? "taken" : "refused"}}).Increment();
}

void Metrics::discovery(std::string_view country, std::optional<std::chrono::seconds> age) {
    state_->discoveryAge.Add({{"country", state_->peerLabel(country)}})
        .Set(age ? static_cast<double>(age->count()) : -1.0);
}

void Metrics::auditQueue(std::size_t events) {
    state_->auditQueue.Set(static_cast<double>(events));
}

void Metrics::openConnections(std::size_t connections) {
    state_->openConnections.Set(static_cast<double>(connections));
}

void Metrics::runningRequests(std::size_t requests) {
    state_->runningRequests.Set(static_cast<double>(requests));
}

std::string Metrics::text() const {
    return prometheus::TextSerializer{}.Serialize(state_->registry.Collect());
}

} // namespace ncp::admin
