#include "ncp/admin/handler.hpp"

#include <utility>

namespace ncp::admin {
namespace {

constexpr const char* kJson = "application/json";
constexpr const char* kPrometheusText = "text/plain; version=0.0.4; charset=utf-8";

http::Response answer(int status, const char* contentType, std::string body) {
    http::Response response;
    response.status = status;
    response.contentType = contentType;
    response.body = std::move(body);
    response.headers = {{"Cache-Control", "no-store"}};
    return response;
}

http::Response readiness(const Health& health) {
    const auto results = health.ready();
    return answer(isReady(results) ? 200 : 503, kJson, toJson(results));
}

http::Response route(const http::Request& request, const Health& health, Metrics& metrics,
                     const std::function<void(Metrics&)>& refresh) {
    if (request.path == "/health/live") {
        return answer(200, kJson, R"({"status":"live"})");
    }
    if (request.path == "/health/ready") {
        return readiness(health);
    }
    if (request.path == "/metrics") {
        refresh(metrics);
        return answer(200, kPrometheusText, metrics.text());
    }
    return answer(404, kJson, R"({"error":"not found"})");
}

} // namespace

http::Handler adminHandler(const Health& health, Metrics& metrics, std::function<void(Metrics&)> refresh) {
    return [&health, &metrics, refresh = std::move(refresh)](const http::Request& request) {
        if (request.method != "GET" && request.method != "HEAD") {
            auto refused = answer(405, kJson, R"({"error":"method not allowed"})");
            refused.headers.emplace_back("Allow", "GET, HEAD");
            return refused;
        }
        auto response = route(request, health, metrics, refresh);
        if (request.method == "HEAD") {
            response.body.clear();
        }
        return response;
    };
}

} // namespace ncp::admin
