#include "ncp/store/sent_dispensation_rows.hpp"

#include "ncp/store/selection.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ncp::store {
namespace {

constexpr std::string_view kColumns =
    "id, kind, state, attempt, error, request_key, request_digest, country, patient, clinician, "
    "prescription, "
    "item, packages, product, takes_back, submission_set, document_id, correlation_id, message_id, created, "
    "changed, closed";

Instant instantOf(std::int64_t milliseconds) {
    return Instant{std::chrono::milliseconds{milliseconds}};
}

SentState stateOf(const std::string& text) {
    for (const auto state : {SentState::Sending, SentState::Accepted, SentState::Refused}) {
        if (text == name(state)) {
            return state;
        }
    }
    return SentState::Unknown;
}

/// The row of a statement that selects kColumns.
SentDispensation readRow(const Statement& row) {
    SentDispensation sent;
    sent.id = row.text(0);
    sent.kind = row.text(1) == name(SentKind::Discard) ? SentKind::Discard : SentKind::Dispensation;
    sent.state = stateOf(row.text(2));
    sent.attempt = row.integer(3);
    sent.errorId = row.text(4);
    sent.requestKey = row.text(5);
    sent.requestDigest = row.text(6);
    sent.country = row.text(7);
    sent.patient = row.text(8);
    sent.clinician = row.text(9);
    sent.prescription = row.text(10);
    sent.item = row.integer(11);
    sent.packages = row.integer(12);
    sent.product = row.text(13);
    sent.takesBack = row.text(14);
    sent.submissionSet = row.text(15);
    sent.documentId = row.text(16);
    sent.correlationId = row.text(17);
    sent.messageId = row.text(18);
    sent.created = instantOf(row.integer(19));
    sent.changed = instantOf(row.integer(20));
    sent.closed = row.text(21);
    return sent;
}

void bindContent(Statement& statement, const SentDispensation& sent, std::int64_t now) {
    int at = 0;
    const auto text = [&](std::string_view value) { statement.bind(++at, value); };
    text(sent.id);
    text(name(sent.kind));
    text(sent.requestKey);
    text(sent.requestDigest);
    text(sent.country);
    text(sent.patient);
    text(sent.clinician);
    text(sent.prescription);
    statement.bind(++at, sent.item);
    statement.bind(++at, sent.packages);
    text(sent.product);
    text(sent.takesBack);
    text(sent.submissionSet);
    text(sent.documentId);
    statement.bindBlob(++at, *sent.document);
    text(sent.correlationId);
    text(sent.messageId);
    statement.bind(++at, now);
}

/// The row that stands in the way of a new one.
Result<SentDispensation> selectStanding(Connection& connection, const SentDispensation& sent) {
    auto statement = connection.prepare("SELECT " + std::string{kColumns} +
                                        " FROM sent_dispensation WHERE request_key = ?1 "
                                        "OR (kind = ?2 AND document_id = ?3 AND state <> 'refused') "
                                        "ORDER BY request_key = ?1 DESC LIMIT 1");
    if (!statement) {
        return passOn(statement);
    }
    statement->bind(1, sent.requestKey);
    statement->bind(2, name(sent.kind));
    statement->bind(3, sent.documentId);
    const auto there = statement->step();
    if (!there) {
        return passOn(there);
    }
    if (!*there) {
        return fail(ErrorCode::StorageFailed, "the dispensation could not be entered");
    }
    return readRow(*statement);
}

std::vector<Condition> conditionsOf(const SentFilter& filter) {
    std::vector<Condition> conditions;
    const auto add = [&](std::string_view sql, const std::string& value) {
        if (!value.empty()) {
            conditions.push_back({sql, value});
        }
    };
    add("country = ?", filter.country);
    add("patient = ?", filter.patient);
    add("clinician = ?", filter.clinician);
    add("prescription = ?", filter.prescription);
    if (filter.state) {
        conditions.push_back({"state = ?", std::string{name(*filter.state)}});
    }
    if (filter.changedBefore) {
        conditions.push_back({"changed < ?", filter.changedBefore->time_since_epoch().count()});
    }
    return conditions;
}

} // namespace

std::string_view name(SentKind kind) noexcept {
    return kind == SentKind::Discard ? "discard" : "dispensation";
}

std::string_view name(SentState state) noexcept {
    switch (state) {
    case SentState::Sending:
        return "sending";
    case SentState::Accepted:
        return "accepted";
    case SentState::Refused:
        return "refused";
    case SentState::Unknown:
        break;
    }
    return "unknown";
}

Result<Result<Entered>> insertSent(Connection& connection, const SentDispensation& sent, std::int64_t now) {
    auto statement = connection.prepare(
        "INSERT INTO sent_dispensation (id, kind, request_key, request_digest, country, patient, clinician, "
        "prescription, item, packages, product, takes_back, submission_set, document_id, document, "
        "correlation_id, message_id, created, changed, state, attempt, error) VALUES (?1, ?2, ?3, ?4, ?5, "
        "?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?18, 'sending', 1, '') "
        "ON CONFLICT DO NOTHING");
    if (!statement) {
        return passOn(statement);
    }
    bindContent(*statement, sent, now);
    if (auto inserted = statement->run(); !inserted) {
        return passOn(inserted);
    }
    if (connection.changes() == 1) {
        Entered entered{sent, true};
        entered.sent.state = SentState::Sending;
        entered.sent.attempt = 1;
        entered.sent.errorId.clear();
        entered.sent.created = entered.sent.changed = instantOf(now);
        return Result<Entered>{std::move(entered)};
    }
    auto standing = selectStanding(connection, sent);
    if (!standing) {
        return passOn(standing);
    }
    return Result<Entered>{Entered{std::move(*standing), false}};
}

Result<Result<void>> repeatSent(Connection& connection, const Attempt& attempt, std::int64_t now) {
    auto statement = connection.prepare(
        "UPDATE sent_dispensation SET state = 'sending', error = '', attempt = ?2, clinician = ?3, "
        "correlation_id = ?4, message_id = ?5, changed = ?6 WHERE id = ?1 AND state = 'unknown' "
        "AND closed = '' AND attempt = ?2 - 1");
    if (!statement) {
        return passOn(statement);
    }
    statement->bind(1, attempt.id);
    statement->bind(2, attempt.number);
    statement->bind(3, attempt.clinician);
    statement->bind(4, attempt.correlationId);
    statement->bind(5, attempt.messageId);
    statement->bind(6, now);
    if (auto changed = statement->run(); !changed) {
        return passOn(changed);
    }
    if (connection.changes() != 1) {
        return Result<void>{
            fail(ErrorCode::InputRefused, "only a report of unknown outcome is sent again, and once")};
    }
    return Result<void>{};
}

Result<Result<bool>> settleSent(Connection& connection, const std::string& id, std::int64_t attempt,
                                SentState state, const std::string& errorId, std::int64_t now) {
    auto statement =
        connection.prepare("UPDATE sent_dispensation SET state = ?3, error = ?4, changed = ?5 WHERE id = ?1 "
                           "AND attempt = ?2 AND closed = '' AND state IN ('sending', 'unknown')");
    if (!statement) {
        return passOn(statement);
    }
    const bool stays = state == SentState::Refused && attempt > 1;
    statement->bind(1, id);
    statement->bind(2, attempt);
    statement->bind(3, name(stays ? SentState::Unknown : state));
    statement->bind(4, errorId);
    statement->bind(5, now);
    if (auto changed = statement->run(); !changed) {
        return passOn(changed);
    }
    return Result<bool>{connection.changes() == 1};
}

Result<Result<void>> closeSent(Connection& connection, const std::string& id, const std::string& reason,
                               std::int64_t now) {
    auto statement =
        connection.prepare("UPDATE sent_dispensation SET closed = ?2, changed = ?3 WHERE id = ?1 "
                           "AND state = 'unknown' AND closed = ''");
    if (!statement) {
        return passOn(statement);
    }
    statement->bind(1, id);
    statement->bind(2, reason);
    statement->bind(3, now);
    if (auto changed = statement->run(); !changed) {
        return passOn(changed);
    }
    if (connection.changes() != 1) {
        return Result<void>{
            fail(ErrorCode::InputRefused, "only a report of unknown outcome is closed, and once")};
    }
    return Result<void>{};
}

Result<std::int64_t> dropSettled(Connection& connection, std::int64_t before, std::int64_t limit) {
    auto statement =
        connection.prepare("DELETE FROM sent_dispensation WHERE id IN (SELECT id FROM sent_dispensation "
                           "WHERE (state IN ('accepted', 'refused') OR closed <> '') AND changed < ?1 ORDER "
                           "BY changed LIMIT ?2)");
    if (!statement) {
        return passOn(statement);
    }
    statement->bind(1, before);
    statement->bind(2, limit);
    if (auto dropped = statement->run(); !dropped) {
        return passOn(dropped);
    }
    return connection.changes();
}

Result<std::optional<SentDispensation>> selectSent(Connection& connection, const std::string& id) {
    auto statement = connection.prepare("SELECT " + std::string{kColumns} +
                                        ", document FROM sent_dispensation WHERE id = ?1");
    if (!statement) {
        return passOn(statement);
    }
    statement->bind(1, id);
    const auto there = statement->step();
    if (!there) {
        return passOn(there);
    }
    if (!*there) {
        return std::optional<SentDispensation>{};
    }
    auto sent = readRow(*statement);
    sent.document = std::make_shared<const std::string>(statement->blob(22));
    return std::optional{std::move(sent)};
}

Result<std::vector<SentDispensation>> selectSent(Connection& connection, const SentFilter& filter) {
    auto statement =
        prepareSelection(connection, "SELECT " + std::string{kColumns} + " FROM sent_dispensation",
                         conditionsOf(filter), "created DESC, id DESC", filter.limit);
    if (!statement) {
        return passOn(statement);
    }
    std::vector<SentDispensation> list;
    while (true) {
        const auto row = statement->step();
        if (!row) {
            return passOn(row);
        }
        if (!*row) {
            break;
        }
        list.push_back(readRow(*statement));
    }
    std::ranges::reverse(list);
    return list;
}

} // namespace ncp::store
