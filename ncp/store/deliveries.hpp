#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>

namespace ncp::store {

/// What a delivery of a submission (IHE ITI-41) is, by its peer and message id.
enum class Delivery : std::uint8_t {
    First,
    Repeated, ///< this content came under this message id before
    Differs,  ///< other content came under this message id before
};

/// Which content a peer's message id stands for, so that a peer may repeat a submission whose answer it has
/// lost and may do nothing else under the same id.
class Deliveries {
  public:
    virtual ~Deliveries() = default;
    /// Notes the content (SHA-256, hex) under the id unless one stands there; durable when it returns. Of
    /// concurrent deliveries one is the first. Forgotten after the replay window.
    virtual Result<Delivery> noteDelivery(const std::string& peer, const std::string& messageId,
                                          const std::string& content) = 0;
};

} // namespace ncp::store
