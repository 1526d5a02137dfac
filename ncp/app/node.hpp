#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "ncp/app/configuration.hpp"

#include <cstdint>
#include <memory>

namespace ncp::app {

/// A running node: NCP-A's services (where a national source is configured), the portal, the operator's
/// endpoints. The only place that makes services and ties them together.
class Node {
  public:
    /// Refuses to start with an error that names what is missing or wrong.
    static Result<std::unique_ptr<Node>> start(NodeConfiguration configuration, const Clock& clock,
                                               Logger& log);
    ~Node();

    /// Reads keys, certificates, trust list and revocation lists, the countries file and the release of the
    /// terminology again soon, whether they changed or not; of each, what can't be taken leaves the former in
    /// force. Does not wait.
    void renew();

    /// Takes no new work, finishes what runs. True when all of it finished in time.
    bool stop(Deadline until);

    std::uint16_t ncpPort() const noexcept;
    std::uint16_t portalPort() const noexcept; ///< 0 where there is no portal
    std::uint16_t adminPort() const noexcept;

  private:
    struct State;
    explicit Node(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

} // namespace ncp::app
