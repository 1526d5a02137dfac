#pragma once

#include "ncp/store/sqlite.hpp"

namespace ncp::store {

/// Brings the file's schema to the newest version, step by step in one transaction; does nothing when it is
/// there already. StorageFailed for a file of another program or of a newer version of this one.
Result<void> bringSchemaUpToDate(Connection& connection);

} // namespace ncp::store
