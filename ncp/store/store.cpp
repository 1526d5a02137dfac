#include "ncp/store/store.hpp"

#include "base/guarded.hpp"
#include "certs/digest.hpp"
#include "ncp/audit/event_json.hpp"
#include "ncp/store/audit_chain.hpp"
#include "ncp/store/checkpointer.hpp"
#include "ncp/store/delivery_rows.hpp"
#include "ncp/store/schema.hpp"
#include "ncp/store/selection.hpp"
#include "ncp/store/sent_dispensation_rows.hpp"
#include "ncp/store/sqlite.hpp"
#include "ncp/store/writer.hpp"

#include <algorithm>
#include <system_error>
#include <thread>
#include <utility>

namespace ncp::store {
namespace {

using std::chrono::milliseconds;

/// How long one process waits for another that writes the same file.
constexpr milliseconds kBusyTimeout{5000};
/// Commits wait while a checkpoint waits for readers, so it does not wait long.
constexpr milliseconds kCheckpointTimeout{200};
/// Settled dispensations whose time is over that one commit removes at most.
constexpr std::int64_t kDropStep = 16;
constexpr std::uintmax_t kLeastFreeBytes = std::uintmax_t{64} * 1024 * 1024;

/// True when the file has a write-ahead log now, false when another process is in the way at the moment:
/// SQLite then fails, or answers with the former mode, without the busy timeout that it keeps elsewhere.
Result<bool> changeToWriteAheadLog(Connection& connection) {
    auto statement = connection.prepare("PRAGMA journal_mode = WAL");
    if (!statement) {
        return passOn(statement);
    }
    const auto row = statement->step();
    if (!row) {
        return connection.failedBusy() ? Result<bool>{false} : passOn(row);
    }
    return *row && statement->text(0) == "wal";
}

Result<void> useWriteAheadLog(Connection& connection) {
    for (int attempt = 0; attempt < 250; ++attempt) {
        const auto changed = changeToWriteAheadLog(connection);
        if (!changed) {
            return passOn(changed);
        }
        if (*changed) {
            return {};
        }
        std::this_thread::sleep_for(milliseconds{20});
    }
    return fail(ErrorCode::StorageFailed,
                "the file can't have a write-ahead log: another process is in the way");
}

/// FULL: a commit is on the disk before it returns. Checkpoints are the checkpointer's.
Result<void> configureWriter(Connection& connection) {
    if (auto changed = useWriteAheadLog(connection); !changed) {
        return changed;
    }
    return connection.execute("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;");
}

Result<Connection> openWriter(const std::filesystem::path& file, milliseconds busyTimeout) {
    auto connection = Connection::open(file, Connection::Mode::ReadWrite, busyTimeout);
    if (!connection) {
        return connection;
    }
    if (auto configured = configureWriter(*connection); !configured) {
        return fail(ErrorCode::StorageFailed, file.string() + ": " + configured.error().detail);
    }
    return connection;
}

/// What a killed process left in the log goes into the file, so that the log starts anew: a node that is
/// killed again and again never gets as far as the checkpointer.
void emptyLog(Connection& connection, Logger& log) {
    if (const auto done = connection.checkpoint(Connection::Checkpoint::Passive); !done) {
        log.warning("store.checkpoint_failed", {{"reason", std::string_view{done.error().detail}}});
    }
}

struct Lookup {
    Connection connection;
    Statement answered; // after the connection: finalised before it is closed
};

Result<Lookup> openLookup(const std::filesystem::path& file) {
    auto connection = Connection::open(file, Connection::Mode::ReadOnly, kBusyTimeout);
    if (!connection) {
        return passOn(connection);
    }
    auto statement = connection->prepare(
        "SELECT 1 FROM answered_message WHERE peer = ?1 AND message_id = ?2 AND time >= ?3");
    if (!statement) {
        return passOn(statement);
    }
    return Lookup{std::move(*connection), std::move(*statement)};
}

std::vector<Condition> conditionsOf(const audit::Filter& filter) {
    std::vector<Condition> conditions;
    const auto addText = [&](std::string_view sql, const std::string& value) {
        if (!value.empty()) {
            conditions.push_back({sql, value});
        }
    };
    // xs:dateTime of one length, in UTC, sorts as text.
    addText("time >= ?", filter.from ? formatXmlDateTime(*filter.from) : std::string{});
    addText("time < ?", filter.until ? formatXmlDateTime(*filter.until) : std::string{});
    addText("transaction_kind = ?", filter.transaction);
    addText("outcome = ?", filter.outcome);
    addText("peer_country = ?", filter.peerCountry);
    addText("correlation_id = ?", filter.correlationId);
    conditions.push_back({"sequence > ?", filter.afterSequence});
    return conditions;
}

std::string hexOf(const std::string& digest) {
    certs::Sha256 bytes{};
    std::copy_n(digest.begin(), std::min(digest.size(), bytes.size()), bytes.begin());
    return certs::hex(bytes);
}

} // namespace

struct Store::State {
    State(std::filesystem::path theFile, const Clock& theClock, Logger& theLog, milliseconds window,
          Connection forCheckpoints, Lookup theLookup)
        : file(std::move(theFile)), clock(theClock), log(theLog), replayWindow(window),
          checkpointer(std::move(forCheckpoints), Checkpointer::Settings{}, theLog),
          lookup(std::move(theLookup)) {}

    void noteHead(std::string_view event);

    const std::filesystem::path file;
    const Clock& clock;
    Logger& log;
    const milliseconds replayWindow;
    Checkpointer checkpointer; // closed last: only a connection that may write tidies the log away
    Guarded<Lookup> lookup;
    std::unique_ptr<Writer> writer; // closed first: it tells the checkpointer
};

/// The head in the log lets an auditor see rows that were cut off at the end.
void Store::State::noteHead(std::string_view event) {
    auto connection = Connection::open(file, Connection::Mode::ReadOnly, kBusyTimeout);
    if (!connection) {
        return;
    }
    if (const auto head = readAuditHead(*connection)) {
        const auto digest = hexOf(head->digest);
        log.info(event, {{"sequence", head->sequence}, {"digest", std::string_view{digest}}});
    }
}

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}

Store::~Store() {
    state_->writer.reset();
    state_->noteHead("store.closed");
}

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& file, const Clock& clock, Logger& log,
                                           milliseconds replayWindow,
                                           std::optional<std::chrono::hours> dispensationLife) {
    std::error_code ignored; // what is missing shows when the file is opened
    std::filesystem::create_directories(file.parent_path(), ignored);
    auto connection = openWriter(file, kBusyTimeout);
    if (!connection) {
        return passOn(connection);
    }
    if (auto current = bringSchemaUpToDate(*connection, nodeSchema()); !current) {
        return fail(ErrorCode::StorageFailed, file.string() + ": " + current.error().detail);
    }
    emptyLog(*connection, log);
    auto lookup = openLookup(file);
    if (!lookup) {
        return passOn(lookup);
    }
    auto forCheckpoints = openWriter(file, kCheckpointTimeout);
    if (!forCheckpoints) {
        return passOn(forCheckpoints);
    }
    auto state = std::make_unique<State>(file, clock, log, replayWindow, std::move(*forCheckpoints),
                                         std::move(*lookup));
    auto* checkpointer = &state->checkpointer;
    auto writer = Writer::start(
        std::move(*connection), replayWindow, clock, log,
        [checkpointer](std::size_t rows) { checkpointer->committed(rows); },
        [dispensationLife](Connection& writing, std::int64_t now) -> Result<void> {
            if (!dispensationLife) {
                return {};
            }
            const auto before = now - std::chrono::duration_cast<milliseconds>(*dispensationLife).count();
            return dropSettled(writing, before, kDropStep).map([](std::int64_t) {});
        });
    if (!writer) {
        return passOn(writer);
    }
    state->writer = std::move(*writer);
    state->noteHead("store.opened");
    return std::unique_ptr<Store>{new Store{std::move(state)}};
}

Result<std::int64_t> Store::record(const audit::Event& event) {
    return state_->writer->append(audit::toJson(event), std::nullopt);
}

Result<std::int64_t> Store::recordAnswered(const audit::Event& event, const std::string& peer,
                                           const std::string& messageId) {
    return state_->writer->append(audit::toJson(event), AnsweredMessage{peer, messageId});
}

Result<bool> Store::wasAnswered(const std::string& peer, const std::string& messageId) const {
    const auto since = (state_->clock.now() - state_->replayWindow).time_since_epoch().count();
    return state_->lookup.with([&](Lookup& lookup) {
        lookup.answered.bind(1, peer);
        lookup.answered.bind(2, messageId);
        lookup.answered.bind(3, since);
        auto found = lookup.answered.step();
        lookup.answered.reset();
        return found;
    });
}

Result<std::vector<audit::Record>> Store::list(const audit::Filter& filter) const {
    auto connection = Connection::open(state_->file, Connection::Mode::ReadOnly, kBusyTimeout);
    if (!connection) {
        return passOn(connection);
    }
    auto statement = prepareSelection(*connection, "SELECT sequence, event FROM audit_event",
                                      conditionsOf(filter), "sequence DESC", filter.limit);
    if (!statement) {
        return passOn(statement);
    }
    std::vector<audit::Record> records;
    while (true) {
        const auto row = statement->step();
        if (!row) {
            return passOn(row);
        }
        if (!*row) {
            break;
        }
        auto event = audit::eventFromJson(statement->text(1));
        if (!event) {
            return passOn(event);
        }
        records.push_back({statement->integer(0), std::move(*event)});
    }
    std::ranges::reverse(records);
    return records;
}

Result<Delivery> Store::noteDelivery(const std::string& peer, const std::string& messageId,
                                     const std::string& content) {
    auto delivery = Delivery::Differs;
    return state_->writer
        ->run([&](Connection& connection, std::int64_t now) -> Result<Result<void>> {
            const auto noted = store::noteDelivery(
                connection, {peer, messageId, content, now, now - state_->replayWindow.count()});
            if (!noted) {
                return passOn(noted);
            }
            delivery = *noted;
            return Result<void>{};
        })
        .map([&] { return delivery; });
}

Result<Entered> Store::enter(const SentDispensation& sent) {
    std::optional<Entered> entered;
    auto done = state_->writer->run([&](Connection& connection, std::int64_t now) {
        return insertSent(connection, sent, now).map([&](Result<Entered> inserted) {
            return inserted.map([&](Entered& row) { entered = std::move(row); });
        });
    });
    if (!done) {
        return passOn(done);
    }
    return std::move(*entered);
}

Result<void> Store::enterAgain(const Attempt& attempt) {
    return state_->writer->run(
        [&](Connection& connection, std::int64_t now) { return repeatSent(connection, attempt, now); });
}

Result<bool> Store::settle(const std::string& id, std::int64_t attempt, SentState state,
                           const std::string& errorId) {
    bool settled = false;
    return state_->writer
        ->run([&](Connection& connection, std::int64_t now) {
            return settleSent(connection, id, attempt, state, errorId, now).map([&](Result<bool> changed) {
                return changed.map([&](bool done) { settled = done; });
            });
        })
        .map([&] { return settled; });
}

Result<void> Store::close(const std::string& id, const std::string& reason) {
    return state_->writer->run(
        [&](Connection& connection, std::int64_t now) { return closeSent(connection, id, reason, now); });
}

Result<std::optional<SentDispensation>> Store::findSent(const std::string& id) const {
    auto connection = Connection::open(state_->file, Connection::Mode::ReadOnly, kBusyTimeout);
    return connection.and_then([&](Connection& reading) { return selectSent(reading, id); });
}

Result<std::vector<SentDispensation>> Store::listSent(const SentFilter& filter) const {
    auto connection = Connection::open(state_->file, Connection::Mode::ReadOnly, kBusyTimeout);
    return connection.and_then([&](Connection& reading) { return selectSent(reading, filter); });
}

Result<void> Store::verifyChain() const {
    auto connection = Connection::open(state_->file, Connection::Mode::ReadOnly, kBusyTimeout);
    if (!connection) {
        return passOn(connection);
    }
    const auto head = verifyAuditChain(*connection);
    if (!head) {
        return passOn(head);
    }
    return {};
}

Result<AuditPosition> Store::auditHead() const {
    auto connection = Connection::open(state_->file, Connection::Mode::ReadOnly, kBusyTimeout);
    if (!connection) {
        return passOn(connection);
    }
    const auto head = readAuditHead(*connection);
    if (!head) {
        return passOn(head);
    }
    return AuditPosition{head->sequence, hexOf(head->digest)};
}

std::vector<std::string> Store::faults() const {
    std::vector<std::string> found;
    if (const auto failure = state_->writer->lastFailure()) {
        found.push_back("writing fails: " + *failure);
        state_->writer->probe();
    }
    std::error_code error;
    const auto space = std::filesystem::space(std::filesystem::absolute(state_->file).parent_path(), error);
    if (error) {
        found.push_back("the disk can't be read: " + error.message());
    } else if (space.available < kLeastFreeBytes) {
        found.push_back("less than 64 MiB of disk are free");
    }
    return found;
}

std::size_t Store::queueLength() const {
    return state_->writer->queued();
}

} // namespace ncp::store
