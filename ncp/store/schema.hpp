#pragma once

#include "ncp/store/migrations.hpp"
#include "ncp/store/sqlite.hpp"

#include <cstdint>
#include <span>

namespace ncp::store {

/// What a file of this program is: whose it is, and the steps of its schema.
struct Schema {
    std::int64_t applicationId = 0;        ///< four bytes that stand in the head of the file
    std::span<const Migration> migrations; ///< by version, from 1 without gaps
};

/// The node's store.
Schema nodeSchema() noexcept;

/// Brings the file's schema to the newest version, step by step in one transaction; does nothing when it is
/// there already. StorageFailed for a file of another program or kind, or of a newer version of this one.
Result<void> bringSchemaUpToDate(Connection& connection, const Schema& schema);

} // namespace ncp::store
