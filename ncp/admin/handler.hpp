#pragma once

#include "ncp/admin/health.hpp"
#include "ncp/admin/metrics.hpp"
#include "ncp/http/message.hpp"

#include <functional>

namespace ncp::admin {

/// The operator's endpoints: GET (or HEAD) `/health/live` (200 while the process answers), `/health/ready`
/// (200 or 503, JSON that says what is missing), `/metrics` (Prometheus text). Other paths 404, other methods
/// 405. `refresh` brings the gauges up to date before they are read. All three must outlive the handler.
http::Handler adminHandler(const Health& health, Metrics& metrics, std::function<void(Metrics&)> refresh);

} // namespace ncp::admin
