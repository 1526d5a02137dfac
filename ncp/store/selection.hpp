#pragma once

#include "base/result.hpp"
#include "ncp/store/sqlite.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ncp::store {

/// A condition of a list, with one `?`, and the value that it compares with.
struct Condition {
    std::string_view sql;
    std::variant<std::string, std::int64_t> value;
};

/// `select` (up to its table), every condition, `order`, and at most `limit` rows; ready to step.
Result<Statement> prepareSelection(Connection& connection, std::string_view select,
                                   const std::vector<Condition>& conditions, std::string_view order,
                                   std::size_t limit);

} // namespace ncp::store
