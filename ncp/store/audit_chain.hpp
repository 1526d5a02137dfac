#pragma once

#include "ncp/store/sqlite.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace ncp::store {

/// The newest row of the audit trail; sequence 0 and 32 zero bytes while it is empty.
struct AuditHead {
    std::int64_t sequence = 0;
    std::string digest = std::string(32, '\0'); ///< raw, 32 bytes
};

/// The digest of the row that follows `previous`: SHA-256 of its digest, the new sequence as eight bytes
/// big-endian, and the event. A row that was altered, removed or put in between breaks every later digest.
std::string chainDigest(const AuditHead& previous, std::string_view event);

/// The statement that `readAuditHead` steps.
Result<Statement> prepareAuditHead(Connection& connection);
/// The newest row of the file.
Result<AuditHead> readAuditHead(Statement& statement);
Result<AuditHead> readAuditHead(Connection& connection);

/// Computes the chain again from the first row. IntegrityNotEnsured names the first row that does not fit.
Result<AuditHead> verifyAuditChain(Connection& connection);

} // namespace ncp::store
