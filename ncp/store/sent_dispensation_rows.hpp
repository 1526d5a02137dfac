#pragma once

#include "ncp/store/sent_dispensations.hpp"
#include "ncp/store/sqlite.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ncp::store {

// The statements behind SentDispensations. The writing ones run inside a transaction of the writer: the outer
// result is the transaction's, the inner one that of the call. `now` is in milliseconds since 1970.

Result<Result<Entered>> insertSent(Connection& connection, const SentDispensation& sent, std::int64_t now);
Result<Result<void>> repeatSent(Connection& connection, const Attempt& attempt, std::int64_t now);
Result<Result<bool>> settleSent(Connection& connection, const std::string& id, std::int64_t attempt,
                                SentState state, const std::string& errorId, std::int64_t now);
Result<Result<void>> closeSent(Connection& connection, const std::string& id, const std::string& reason,
                               std::int64_t now);
/// Removes at most `limit` settled or closed rows that were last changed before `before`; gives how many.
Result<std::int64_t> dropSettled(Connection& connection, std::int64_t before, std::int64_t limit);

Result<std::optional<SentDispensation>> selectSent(Connection& connection, const std::string& id);
Result<std::vector<SentDispensation>> selectSent(Connection& connection, const SentFilter& filter);

} // namespace ncp::store
