#pragma once

#include "ncp/portal/api.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace ncp::portal {

/// One call of the JSON API with what is known of who made it.
struct Api::Call {
    const http::Request& request;
    std::vector<std::string> place; ///< what stands in the braces of the route
    std::shared_ptr<Session> session;
    TextLanguage language;
    CorrelationId reference;
    nlohmann::json body = {};
};

} // namespace ncp::portal
