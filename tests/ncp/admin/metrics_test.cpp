#include "ncp/admin/metrics.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace ncp;
using admin::Metrics;
using audit::Outcome;
using audit::Side;

namespace {

bool hasLine(const Metrics& metrics, const std::string& line) {
    return ("\n" + metrics.text()).find("\n" + line + "\n") != std::string::npos;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++found;
    }
    return found;
}

} // namespace

TEST_CASE("transactions count by kind, side, outcome and peer, and their time by kind and side", "[admin]") {
    Metrics metrics{{"NO", "PT"}, "1.2.3"};
    metrics.transaction("ITI-55", Side::CountryA, Outcome::Success, "PT", 0.004);
    metrics.transaction("ITI-55", Side::CountryA, Outcome::Success, "PT", 0.5);
    metrics.transaction("ITI-55", Side::CountryA, Outcome::Refused, "PT", 0.001);
    INFO(metrics.text());
    CHECK(hasLine(metrics,
                  R"(ncp_transactions_total{outcome="success",peer="PT",side="A",transaction="ITI-55"} 2)"));
    CHECK(hasLine(metrics,
                  R"(ncp_transactions_total{outcome="refused",peer="PT",side="A",transaction="ITI-55"} 1)"));
    CHECK(hasLine(metrics, R"(ncp_transaction_duration_seconds_count{side="A",transaction="ITI-55"} 3)"));
    CHECK(hasLine(metrics,
                  R"(ncp_transaction_duration_seconds_bucket{side="A",transaction="ITI-55",le="0.005"} 2)"));
    CHECK(hasLine(metrics,
                  R"(ncp_transaction_duration_seconds_bucket{side="A",transaction="ITI-55",le="+Inf"} 3)"));
    CHECK(hasLine(metrics, R"(ncp_build_info{version="1.2.3"} 1)"));
}

TEST_CASE("transformations count by direction and outcome, their findings by severity", "[admin]") {
    Metrics metrics{{"NO"}, "1"};
    metrics.transformation("to_pivot", "warning", 0.0007, 0, 3);
    metrics.transformation("to_pivot", "error", 0.002, 2, 1);
    metrics.transformation("from_pivot", "success", 0.0002, 0, 0);
    INFO(metrics.text());
    CHECK(hasLine(metrics, R"(ncp_transformations_total{direction="to_pivot",outcome="warning"} 1)"));
    CHECK(hasLine(metrics, R"(ncp_transformations_total{direction="to_pivot",outcome="error"} 1)"));
    CHECK(hasLine(metrics, R"(ncp_transformations_total{direction="from_pivot",outcome="success"} 1)"));
    CHECK(
        hasLine(metrics, R"(ncp_transformation_findings_total{direction="to_pivot",severity="warning"} 4)"));
    CHECK(hasLine(metrics, R"(ncp_transformation_findings_total{direction="to_pivot",severity="error"} 2)"));
    CHECK(
        hasLine(metrics, R"(ncp_transformation_findings_total{direction="from_pivot",severity="error"} 0)"));
    CHECK(hasLine(metrics, R"(ncp_transformation_duration_seconds_count{direction="to_pivot"} 2)"));
    CHECK(
        hasLine(metrics, R"(ncp_transformation_duration_seconds_bucket{direction="to_pivot",le="0.001"} 1)"));
}

TEST_CASE("labels stay in closed sets whatever a peer sends", "[admin]") {
    Metrics metrics{{"NO", "PT"}, "1"};
    for (int i = 0; i < 100; ++i) {
        const auto invented = "X" + std::to_string(i);
        metrics.transaction(invented, Side::CountryA, Outcome::Refused, invented, 0.1);
        metrics.refusal("rule", invented);
        metrics.tolerance("tolerance", invented);
    }
    metrics.transaction("ITI-38", Side::CountryA, Outcome::Refused, "", 0.1);
    const auto text = metrics.text();
    CHECK(count(text, "ncp_transactions_total{") == 2);
    CHECK(hasLine(
        metrics,
        R"(ncp_transactions_total{outcome="refused",peer="other",side="A",transaction="unknown"} 100)"));
    CHECK(hasLine(
        metrics,
        R"(ncp_transactions_total{outcome="refused",peer="unknown",side="A",transaction="ITI-38"} 1)"));
    CHECK(hasLine(metrics, R"(ncp_refusals_total{peer="other",rule="rule"} 100)"));
    CHECK(hasLine(metrics, R"(ncp_tolerances_total{peer="other",tolerance="tolerance"} 100)"));
}

TEST_CASE("judged documents count by what came of them, and their broken rules by class", "[admin]") {
    Metrics metrics{{"NO", "PT"}, "1"};
    metrics.judged("received", "PT", "warn", {{"ps", 2}, {"binding", 1}});
    metrics.judged("received", "PT", "warn", {{"ps", 3}});
    metrics.judged("received", "elsewhere", "refuse", {});
    INFO(metrics.text());
    CHECK(hasLine(metrics,
                  R"(ncp_judged_documents_total{country="PT",direction="received",reaction="warn"} 2)"));
    CHECK(hasLine(metrics,
                  R"(ncp_judged_documents_total{country="other",direction="received",reaction="refuse"} 1)"));
    CHECK(hasLine(metrics, R"(ncp_broken_rules_total{class="ps",country="PT",direction="received"} 5)"));
    CHECK(hasLine(metrics, R"(ncp_broken_rules_total{class="binding",country="PT",direction="received"} 1)"));
}

TEST_CASE("refused connections and store faults count", "[admin]") {
    Metrics metrics{{}, "1"};
    CHECK(hasLine(metrics, "ncp_store_faults_total 0"));
    metrics.storeFault();
    metrics.connectionRefusal("no-client-certificate");
    metrics.connectionRefusal("no-client-certificate");
    CHECK(hasLine(metrics, "ncp_store_faults_total 1"));
    CHECK(hasLine(metrics, R"(ncp_connection_refusals_total{rule="no-client-certificate"} 2)"));
}

TEST_CASE("gauges hold the last value", "[admin]") {
    Metrics metrics{{}, "1"};
    metrics.auditQueue(7);
    metrics.auditQueue(3);
    metrics.openConnections(5);
    metrics.runningRequests(2);
    CHECK(hasLine(metrics, "ncp_audit_queue_events 3"));
    CHECK(hasLine(metrics, "ncp_open_connections 5"));
    CHECK(hasLine(metrics, "ncp_running_requests 2"));
}

TEST_CASE("a certificate's days go down, below zero too, and a renewed one replaces the former", "[admin]") {
    Metrics metrics{{}, "1"};
    const Instant now{std::chrono::hours{24 * 20'000}};
    const auto days = [](int number) { return std::chrono::hours{24 * number}; };
    metrics.certificate("signature", "old.example", now + days(30) + std::chrono::hours{12}, now);
    CHECK(hasLine(metrics, R"(ncp_certificate_days_left{role="signature",subject_cn="old.example"} 30.5)"));
    metrics.certificate("signature", "old.example", now - days(2), now);
    CHECK(hasLine(metrics, R"(ncp_certificate_days_left{role="signature",subject_cn="old.example"} -2)"));
    metrics.certificate("signature", "new.example", now + days(400), now);
    metrics.certificate("tls-server", "new.example", now + days(10), now);
    CHECK(hasLine(metrics, R"(ncp_certificate_days_left{role="signature",subject_cn="new.example"} 400)"));
    CHECK(hasLine(metrics, R"(ncp_certificate_days_left{role="tls-server",subject_cn="new.example"} 10)"));
    CHECK(metrics.text().find("old.example") == std::string::npos);
}
