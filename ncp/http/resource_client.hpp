#pragma once

#include "certs/private_key.hpp"
#include "certs/trust_store.hpp"
#include "ncp/http/client.hpp"

#include <cstddef>
#include <memory>
#include <string>

namespace ncp::http {

/// A request for a document at an address, such as an SMP's.
struct ResourceRequest {
    std::string method = "GET"; ///< GET, PUT or DELETE
    std::string url;            ///< http or https
    std::string contentType;    ///< of the body
    std::string body;
    Deadline deadline;
};

/// Asks for, stores and removes documents over HTTP, or HTTPS with our client certificate; each request on a
/// connection of its own. Follows no redirection. The errors are those of Client; InputRefused for another
/// kind of URL. Safe to share between threads.
class ResourceClient {
  public:
    struct Settings {
        certs::Credential credential;                   ///< our TLS client key
        std::shared_ptr<const certs::TrustStore> trust; ///< Purpose::TlsServer
        std::size_t answerLimit = std::size_t{4} * 1024 * 1024;
    };
    explicit ResourceClient(Settings settings);
    ~ResourceClient();
    ResourceClient(ResourceClient&&) noexcept;

    Result<Answer> request(const ResourceRequest& request) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ncp::http
