#include "ncp/store/selection.hpp"

#include <algorithm>
#include <limits>

namespace ncp::store {

Result<Statement> prepareSelection(Connection& connection, std::string_view select,
                                   const std::vector<Condition>& conditions, std::string_view order,
                                   std::size_t limit) {
    std::string sql{select};
    for (const auto& condition : conditions) {
        sql.append(&condition == &conditions.front() ? " WHERE " : " AND ").append(condition.sql);
    }
    auto statement = connection.prepare(sql.append(" ORDER BY ").append(order).append(" LIMIT ?"));
    if (!statement) {
        return statement;
    }
    int parameter = 0;
    for (const auto& condition : conditions) {
        ++parameter;
        if (const auto* text = std::get_if<std::string>(&condition.value)) {
            statement->bind(parameter, *text);
        } else {
            statement->bind(parameter, std::get<std::int64_t>(condition.value));
        }
    }
    const auto most = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
    statement->bind(parameter + 1, static_cast<std::int64_t>(std::min(limit, most)));
    return statement;
}

} // namespace ncp::store
