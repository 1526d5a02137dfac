#include "ncp/admin/health.hpp"

#include <algorithm>
#include <exception>
#include <nlohmann/json.hpp>
#include <utility>

namespace ncp::admin {
namespace {

std::vector<std::string> run(const Health::Check& check) {
    try {
        return check();
    } catch (const std::exception& defect) {
        return {std::string{"the check itself failed: "} + defect.what()};
    }
}

} // namespace

void Health::add(std::string name, Check check) {
    checks_.push_back({std::move(name), std::move(check)});
}

std::vector<CheckResult> Health::ready() const {
    std::vector<CheckResult> results;
    results.reserve(checks_.size());
    for (const auto& [name, check] : checks_) {
        results.push_back({name, run(check)});
    }
    return results;
}

bool isReady(const std::vector<CheckResult>& results) noexcept {
    return std::ranges::all_of(results, [](const CheckResult& result) { return result.faults.empty(); });
}

std::string toJson(const std::vector<CheckResult>& results) {
    nlohmann::ordered_json json;
    json["status"] = isReady(results) ? "ready" : "not ready";
    auto& checks = json["checks"] = nlohmann::ordered_json::array();
    for (const auto& result : results) {
        checks.push_back({{"name", result.name}, {"faults", result.faults}});
    }
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

} // namespace ncp::admin
