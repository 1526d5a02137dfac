#include "ncp/admin/handler.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace ncp;

namespace {

struct Operator {
    std::vector<std::string> faults;
    admin::Health health;
    admin::Metrics metrics{{"PT"}, "1"};
    http::Handler handler;

    Operator() {
        health.add("store", [this] { return faults; });
        handler = admin::adminHandler(health, metrics, [](admin::Metrics& gauges) { gauges.auditQueue(42); });
    }

    http::Response ask(const std::string& path, const std::string& method = "GET") const {
        http::Request request;
        request.method = method;
        request.path = path;
        return handler(request);
    }
};

} // namespace

TEST_CASE("a live node says so, ready or not", "[admin]") {
    Operator node;
    node.faults = {"full"};
    const auto response = node.ask("/health/live");
    CHECK(response.status == 200);
    CHECK(response.contentType == "application/json");
    CHECK(response.body == R"({"status":"live"})");
}

TEST_CASE("readiness follows the checks, and its answer says what is missing", "[admin]") {
    Operator node;
    CHECK(node.ask("/health/ready").status == 200);
    node.faults = {"full"};
    const auto response = node.ask("/health/ready");
    CHECK(response.status == 503);
    CHECK(response.body == R"({"status":"not ready","checks":[{"name":"store","faults":["full"]}]})");
    node.faults.clear();
    CHECK(node.ask("/health/ready").status == 200);
}

TEST_CASE("metrics are brought up to date before they are read", "[admin]") {
    const Operator node;
    const auto response = node.ask("/metrics");
    CHECK(response.status == 200);
    CHECK(response.contentType == "text/plain; version=0.0.4; charset=utf-8");
    CHECK(response.body.find("\nncp_audit_queue_events 42\n") != std::string::npos);
}

TEST_CASE("other paths are not found and other methods not allowed", "[admin]") {
    const Operator node;
    const auto* path = GENERATE("/", "", "/health", "/health/live/", "/metrics/x", "/../metrics");
    CHECK(node.ask(path).status == 404);
    const auto* method = GENERATE("POST", "PUT", "DELETE", "TRACE");
    CHECK(node.ask("/metrics", method).status == 405);
}

TEST_CASE("HEAD has the status of GET and no body", "[admin]") {
    const Operator node;
    const auto response = node.ask("/health/ready", "HEAD");
    CHECK(response.status == 200);
    CHECK(response.body.empty());
}

TEST_CASE("operators' answers are not cached", "[admin]") {
    const Operator node;
    const auto* path = GENERATE("/health/live", "/health/ready", "/metrics");
    const auto headers = node.ask(path).headers;
    CHECK(std::ranges::find(headers, std::pair<std::string, std::string>{"Cache-Control", "no-store"}) !=
          headers.end());
}
