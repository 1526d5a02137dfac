#pragma once

#include "ncp/store/schema.hpp"

namespace ncp::terminology {

/// The schema of a workbench: workbench_migrations/<version>_<what>.sql, compiled in.
store::Schema workbenchSchema() noexcept;

} // namespace ncp::terminology
