#include "ncp/store/delivery_rows.hpp"

namespace ncp::store {
namespace {

/// Expired rows that one delivery removes at most.
constexpr std::int64_t kDropStep = 64;

Result<void> dropExpired(Connection& connection, std::int64_t since) {
    auto drop = connection.prepare("DELETE FROM delivered_submission WHERE (peer, message_id) IN "
                                   "(SELECT peer, message_id FROM delivered_submission WHERE time < ?1 "
                                   "ORDER BY time LIMIT ?2)");
    if (!drop) {
        return passOn(drop);
    }
    drop->bind(1, since);
    drop->bind(2, kDropStep);
    return drop->run();
}

Result<bool> insert(Connection& connection, const DeliveryRow& row) {
    auto statement = connection.prepare(
        "INSERT INTO delivered_submission (peer, message_id, content, time) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (peer, message_id) DO UPDATE SET content = excluded.content, time = excluded.time "
        "WHERE delivered_submission.time < ?5");
    if (!statement) {
        return passOn(statement);
    }
    statement->bind(1, row.peer);
    statement->bind(2, row.messageId);
    statement->bind(3, row.content);
    statement->bind(4, row.time);
    statement->bind(5, row.since);
    if (auto inserted = statement->run(); !inserted) {
        return passOn(inserted);
    }
    return connection.changes() == 1;
}

Result<bool> holds(Connection& connection, const DeliveryRow& row) {
    auto statement = connection.prepare("SELECT 1 FROM delivered_submission "
                                        "WHERE peer = ?1 AND message_id = ?2 AND content = ?3");
    if (!statement) {
        return passOn(statement);
    }
    statement->bind(1, row.peer);
    statement->bind(2, row.messageId);
    statement->bind(3, row.content);
    return statement->step();
}

} // namespace

Result<Delivery> noteDelivery(Connection& connection, const DeliveryRow& row) {
    const auto first = insert(connection, row);
    if (!first) {
        return passOn(first);
    }
    if (*first) {
        return dropExpired(connection, row.since).map([] { return Delivery::First; });
    }
    return holds(connection, row).map([](bool same) {
        return same ? Delivery::Repeated : Delivery::Differs;
    });
}

} // namespace ncp::store
