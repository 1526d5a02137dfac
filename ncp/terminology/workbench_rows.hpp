#pragma once

#include "ncp/store/sqlite.hpp"
#include "transform/terminology/content.hpp"

namespace ncp::terminology {

/// All content of a workbench, in the order of the keys.
Result<transform::terminology::Content> readContent(store::Connection& connection);

/// Writes `after` where the file holds `before`: only what differs is touched. Both in canonical order; the
/// caller has begun a transaction.
Result<void> writeContent(store::Connection& connection, const transform::terminology::Content& before,
                          const transform::terminology::Content& after);

} // namespace ncp::terminology
