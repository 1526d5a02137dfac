#include "ncp/store/writer.hpp"

#include "base/guarded.hpp"
#include "ncp/store/audit_chain.hpp"

#include <condition_variable>
#include <exception>
#include <future>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace ncp::store {
namespace {

/// Rows in one commit; bounds what a crash can undo and how long the first in the group waits for the last.
constexpr std::size_t kGroupLimit = 512;
/// Expired message ids that one commit removes at most; when there are more, the next one goes on.
constexpr std::int64_t kPurgeStep = 64;
constexpr std::int64_t kPurgePauseMilliseconds = 1000;

/// An event for the trail, or a step of another kind.
struct Append {
    std::string event;
    std::optional<AnsweredMessage> answered;
    Writer::Step step;
    std::promise<Result<std::int64_t>> done;
};

struct Statements {
    Statement auditHead;
    Statement insertEvent;
    Statement insertAnswered;
    Statement purgeAnswered;
    Statement writeProbe;
};

Result<Statements> prepareStatements(Connection& connection) {
    auto head = prepareAuditHead(connection);
    auto event = connection.prepare("INSERT INTO audit_event (sequence, event, digest) VALUES (?1, ?2, ?3)");
    auto answered =
        connection.prepare("INSERT INTO answered_message (peer, message_id, time) VALUES (?1, ?2, ?3) "
                           "ON CONFLICT (peer, message_id) DO UPDATE SET time = excluded.time "
                           "WHERE answered_message.time < ?4");
    auto purge = connection.prepare("DELETE FROM answered_message WHERE (peer, message_id) IN "
                                    "(SELECT peer, message_id FROM answered_message WHERE time < ?1 "
                                    "ORDER BY time LIMIT ?2)");
    auto probe = connection.prepare("INSERT INTO storage_probe (id, time) VALUES (1, ?1) "
                                    "ON CONFLICT (id) DO UPDATE SET time = excluded.time");
    for (const auto* statement : {&head, &event, &answered, &purge, &probe}) {
        if (!*statement) {
            return passOn(*statement);
        }
    }
    return Statements{std::move(*head), std::move(*event), std::move(*answered), std::move(*purge),
                      std::move(*probe)};
}

} // namespace

struct Writer::State {
    State(Connection theConnection, Statements theStatements, std::chrono::milliseconds window,
          const Clock& theClock, Logger& theLog, CommitObserver observer, Upkeep theUpkeep)
        : connection(std::move(theConnection)), statements(std::move(theStatements)), replayWindow(window),
          clock(theClock), log(theLog), onCommit(std::move(observer)), upkeep(std::move(theUpkeep)) {}

    void work();
    void commitGroup(std::vector<Append> group, bool probing);
    Result<std::vector<Result<std::int64_t>>> writeGroup(const std::vector<Append>& group, bool probing);
    Result<Result<std::int64_t>> writeOne(const Append& append, AuditHead& head, std::int64_t now);
    Result<Result<std::int64_t>> takeStep(const Step& step, std::int64_t now);
    Result<std::int64_t> enqueue(Append append);
    Result<bool> markAnswered(const AnsweredMessage& answered, std::int64_t now);
    Result<void> purge(std::int64_t now);
    void noteFailure(const std::string& reason);
    void noteSuccess(std::size_t rows);

    Connection connection;
    Statements statements; // after the connection: finalised before it is closed
    const std::chrono::milliseconds replayWindow;
    std::int64_t nextPurge = 0; ///< milliseconds since 1970
    const Clock& clock;
    Logger& log;
    CommitObserver onCommit;
    Upkeep upkeep;

    std::mutex mutex;
    std::condition_variable wake;
    std::vector<Append> queue;
    bool probeWanted = false;
    bool stopping = false;
    Guarded<std::optional<std::string>> failure;
    std::thread thread;
};

void Writer::State::work() {
    while (true) {
        std::vector<Append> group;
        bool probing = false;
        {
            std::unique_lock lock{mutex};
            wake.wait(lock, [&] { return stopping || probeWanted || !queue.empty(); });
            if (queue.empty() && stopping) {
                return;
            }
            probing = std::exchange(probeWanted, false);
            if (queue.size() <= kGroupLimit) {
                group.swap(queue);
            } else {
                const auto end = queue.begin() + static_cast<std::ptrdiff_t>(kGroupLimit);
                group.assign(std::make_move_iterator(queue.begin()), std::make_move_iterator(end));
                queue.erase(queue.begin(), end);
            }
        }
        commitGroup(std::move(group), probing);
    }
}

void Writer::State::commitGroup(std::vector<Append> group, bool probing) {
    auto results = [&]() -> Result<std::vector<Result<std::int64_t>>> {
        try {
            return writeGroup(group, probing);
        } catch (const std::exception& defect) {
            return fail(ErrorCode::StorageFailed, std::string{"writing: "} + defect.what());
        }
    }();
    if (!results) {
        noteFailure(results.error().detail);
        for (auto& append : group) {
            append.done.set_value(passOn(results));
        }
        return;
    }
    noteSuccess(group.size());
    for (std::size_t i = 0; i < group.size(); ++i) {
        group[i].done.set_value(std::move((*results)[i]));
    }
}

Result<std::vector<Result<std::int64_t>>> Writer::State::writeGroup(const std::vector<Append>& group,
                                                                    bool probing) {
    auto transaction = Transaction::begin(connection);
    if (!transaction) {
        return passOn(transaction);
    }
    // Read inside the transaction: another process may have appended since our last commit.
    auto head = readAuditHead(statements.auditHead);
    if (!head) {
        return passOn(head);
    }
    const auto now = clock.now().time_since_epoch().count();
    std::vector<Result<std::int64_t>> results;
    results.reserve(group.size());
    for (const auto& append : group) {
        auto written = writeOne(append, *head, now);
        if (!written) {
            return passOn(written);
        }
        results.push_back(std::move(*written));
    }
    if (probing) {
        statements.writeProbe.bind(1, now);
        if (auto probed = statements.writeProbe.run(); !probed) {
            return passOn(probed);
        }
    }
    if (auto purged = purge(now); !purged) {
        return passOn(purged);
    }
    if (auto committed = transaction->commit(); !committed) {
        return passOn(committed);
    }
    return results;
}

/// The outer result is the group's (storage failed), the inner one the caller's own (replayed).
Result<Result<std::int64_t>> Writer::State::writeOne(const Append& append, AuditHead& head,
                                                     std::int64_t now) {
    if (append.step) {
        return takeStep(append.step, now);
    }
    if (append.answered) {
        const auto fresh = markAnswered(*append.answered, now);
        if (!fresh) {
            return passOn(fresh);
        }
        if (!*fresh) {
            return Result<std::int64_t>{
                failRule(ErrorCode::Replayed, "replayed-message", "the message was answered before")};
        }
    }
    AuditHead next{head.sequence + 1, chainDigest(head, append.event)};
    statements.insertEvent.bind(1, next.sequence);
    statements.insertEvent.bind(2, append.event);
    statements.insertEvent.bindBlob(3, next.digest);
    if (auto inserted = statements.insertEvent.run(); !inserted) {
        return passOn(inserted);
    }
    head = std::move(next);
    return Result<std::int64_t>{head.sequence};
}

Result<Result<std::int64_t>> Writer::State::takeStep(const Step& step, std::int64_t now) {
    const auto taken = step(connection, now);
    if (!taken) {
        return passOn(taken);
    }
    return taken->map([] { return std::int64_t{0}; });
}

Result<bool> Writer::State::markAnswered(const AnsweredMessage& answered, std::int64_t now) {
    statements.insertAnswered.bind(1, answered.peer);
    statements.insertAnswered.bind(2, answered.messageId);
    statements.insertAnswered.bind(3, now);
    statements.insertAnswered.bind(4, now - replayWindow.count());
    if (auto inserted = statements.insertAnswered.run(); !inserted) {
        return passOn(inserted);
    }
    return connection.changes() == 1;
}

Result<void> Writer::State::purge(std::int64_t now) {
    if (now < nextPurge) {
        return {};
    }
    statements.purgeAnswered.bind(1, now - replayWindow.count());
    statements.purgeAnswered.bind(2, kPurgeStep);
    auto purged = statements.purgeAnswered.run();
    if (purged && connection.changes() < kPurgeStep) {
        nextPurge = now + kPurgePauseMilliseconds;
    }
    return purged.and_then([&] { return upkeep(connection, now); });
}

void Writer::State::noteFailure(const std::string& reason) {
    const bool first = failure.with([&](auto& last) { return !std::exchange(last, reason).has_value(); });
    if (first) {
        log.error("store.commit_failed", {{"reason", std::string_view{reason}}});
    }
}

void Writer::State::noteSuccess(std::size_t rows) {
    if (failure.with([](auto& last) { return std::exchange(last, std::nullopt).has_value(); })) {
        log.info("store.commit_works_again");
    }
    onCommit(rows);
}

Writer::Writer(std::unique_ptr<State> state) : state_(std::move(state)) {
    state_->thread = std::thread{[this] { state_->work(); }};
}

Result<std::unique_ptr<Writer>> Writer::start(Connection connection, std::chrono::milliseconds replayWindow,
                                              const Clock& clock, Logger& log, CommitObserver onCommit,
                                              Upkeep upkeep) {
    auto statements = prepareStatements(connection);
    if (!statements) {
        return passOn(statements);
    }
    auto state = std::make_unique<State>(std::move(connection), std::move(*statements), replayWindow, clock,
                                         log, std::move(onCommit), std::move(upkeep));
    return std::unique_ptr<Writer>{new Writer{std::move(state)}};
}

Writer::~Writer() {
    {
        const std::scoped_lock lock{state_->mutex};
        state_->stopping = true;
    }
    state_->wake.notify_one();
    state_->thread.join();
}

Result<std::int64_t> Writer::State::enqueue(Append append) {
    auto result = append.done.get_future();
    {
        const std::scoped_lock lock{mutex};
        queue.push_back(std::move(append));
    }
    wake.notify_one();
    return result.get();
}

Result<std::int64_t> Writer::append(std::string event, std::optional<AnsweredMessage> answered) {
    return state_->enqueue({std::move(event), std::move(answered), {}, {}});
}

Result<void> Writer::run(Step step) {
    return state_->enqueue({{}, std::nullopt, std::move(step), {}}).map([](std::int64_t) {});
}

void Writer::probe() {
    {
        const std::scoped_lock lock{state_->mutex};
        state_->probeWanted = true;
    }
    state_->wake.notify_one();
}

std::size_t Writer::queued() const {
    const std::scoped_lock lock{state_->mutex};
    return state_->queue.size();
}

std::optional<std::string> Writer::lastFailure() const {
    return state_->failure.with([](const auto& last) { return last; });
}

} // namespace ncp::store
