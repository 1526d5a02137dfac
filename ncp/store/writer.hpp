#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "ncp/store/sqlite.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace ncp::store {

/// That a peer's message was answered.
struct AnsweredMessage {
    std::string peer;
    std::string messageId;
};

/// The one thread that writes. What several callers wait for is committed together: the disk is asked once
/// for a whole group, and nobody waits for a timer.
class Writer {
  public:
    /// Told after each commit, on the writer's thread.
    using CommitObserver = std::function<void(std::size_t rows)>;

    /// `connection` is at the newest schema. `replayWindow`: how long an answered message stays known.
    /// `upkeep` is called inside a transaction about once a second while there is something to write, with
    /// the time in milliseconds since 1970.
    using Upkeep = std::function<Result<void>(Connection& connection, std::int64_t now)>;
    static Result<std::unique_ptr<Writer>> start(Connection connection,
                                                 std::chrono::milliseconds replayWindow, const Clock& clock,
                                                 Logger& log, CommitObserver onCommit, Upkeep upkeep);
    /// Commits what is queued, then ends the thread.
    ~Writer();

    /// Appends the event (JSON) to the trail, with the answered message when there is one; returns its
    /// sequence when both are durable. Replayed (and nothing stored) when the message was answered within the
    /// window.
    Result<std::int64_t> append(std::string event, std::optional<AnsweredMessage> answered);

    /// A write of another kind, done on the writer's thread inside a group's transaction. The outer result is
    /// the transaction's: a failure there fails the group. The inner one is the caller's own.
    using Step = std::function<Result<Result<void>>(Connection& connection, std::int64_t now)>;
    /// Returns when the step is durable.
    Result<void> run(Step step);

    /// Queues a write that shows whether writing works again, unless one is queued; does not wait.
    void probe();

    std::size_t queued() const;
    /// Why the last commit failed; nothing when it succeeded.
    std::optional<std::string> lastFailure() const;

  private:
    struct State;
    explicit Writer(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

} // namespace ncp::store
