#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace ncp::store {

/// One step of the schema: migrations/<version>_<what>.sql, compiled in.
struct Migration {
    std::int64_t version = 0;
    std::string_view name;
    std::string_view sql;
};

/// All steps, by version, from 1 without gaps.
std::span<const Migration> migrations() noexcept;

} // namespace ncp::store
