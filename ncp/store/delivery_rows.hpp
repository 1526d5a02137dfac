#pragma once

#include "ncp/store/deliveries.hpp"
#include "ncp/store/sqlite.hpp"

#include <cstdint>
#include <string>

namespace ncp::store {

/// One delivery; times are milliseconds since 1970.
struct DeliveryRow {
    std::string peer;
    std::string messageId;
    std::string content;
    std::int64_t time = 0;
    std::int64_t since = 0; ///< what is older counts no more
};

/// Inserts the row unless one stands there; removes some of those that count no more. Inside a transaction.
Result<Delivery> noteDelivery(Connection& connection, const DeliveryRow& row);

} // namespace ncp::store
