#pragma once

#include "base/clock.hpp"
#include "certs/certificate.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ncp::http {

/// Header fields by lower-case name; of a repeated field the first.
using Headers = std::map<std::string, std::string, std::less<>>;

/// A request as the server hands it on: complete, bounded, with the verified TLS client certificate.
struct Request {
    std::string method;
    std::string path;  ///< percent-decoded, without query
    std::string query; ///< raw
    Headers headers;
    std::string body;
    std::string clientAddress;                           ///< without port
    std::optional<certs::Certificate> clientCertificate; ///< present on mutual TLS listeners, chain verified
    Deadline deadline;                                   ///< of the whole transaction
    std::vector<std::string> tolerated = {};             ///< names of tolerances (base/tolerance.hpp)

    std::string_view header(std::string_view lowerCaseName) const noexcept;
};

struct Response {
    int status = 200;
    std::string contentType;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers; ///< further fields
};

using Handler = std::function<Response(const Request&)>;

} // namespace ncp::http
