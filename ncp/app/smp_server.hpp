#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "ncp/app/configuration.hpp"
#include "ncp/app/key_ring.hpp"
#include "ncp/discovery/smp_service.hpp"
#include "ncp/http/server.hpp"

#include <memory>
#include <optional>

namespace ncp::app {

/// The node's small SMP on its listeners.
class SmpServer {
  public:
    /// ConfigurationInvalid when the SMP's key, or an address, can't be used.
    static Result<std::unique_ptr<SmpServer>> start(const SmpConfiguration& configuration,
                                                    const KeyRing& keys, const Clock& clock, Logger& log);

    Result<void> renew(const KeysInForce& keys);
    /// True when all requests finished in time.
    bool stop(Deadline until);

  private:
    explicit SmpServer(discovery::SmpService::Parts parts) : service_(std::move(parts)) {}

    discovery::SmpService service_;
    std::unique_ptr<http::Server> secured_;
    std::unique_ptr<http::Server> plain_;
};

} // namespace ncp::app
