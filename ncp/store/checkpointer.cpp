#include "ncp/store/checkpointer.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace ncp::store {

struct Checkpointer::State {
    State(Connection theConnection, Settings theSettings, Logger& theLog)
        : connection(std::move(theConnection)), settings(theSettings), log(theLog) {}

    void work();
    std::optional<Connection::Checkpoint> waitForWork();
    void checkpoint(Connection::Checkpoint kind);

    Connection connection;
    const Settings settings;
    Logger& log;
    std::mutex mutex;
    std::condition_variable wake;
    std::size_t rows = 0;    ///< committed since the last checkpoint
    std::size_t commits = 0; ///< all; a change of it says that the moment is not quiet
    bool stopping = false;
    std::thread thread;
};

/// Nothing when it is time to end.
std::optional<Connection::Checkpoint> Checkpointer::State::waitForWork() {
    std::unique_lock lock{mutex};
    wake.wait(lock, [&] { return stopping || rows >= settings.rowsToStart; });
    while (!stopping && rows < settings.rowsNotToWait) {
        const auto before = commits;
        const bool interrupted =
            wake.wait_for(lock, settings.quiet, [&] { return stopping || rows >= settings.rowsNotToWait; });
        if (interrupted || commits == before) {
            break;
        }
    }
    if (stopping) {
        return std::nullopt;
    }
    return std::exchange(rows, 0) < settings.rowsNotToWait ? Connection::Checkpoint::Passive
                                                           : Connection::Checkpoint::Restart;
}

void Checkpointer::State::checkpoint(Connection::Checkpoint kind) {
    try {
        if (const auto done = connection.checkpoint(kind); !done) {
            log.warning("store.checkpoint_failed", {{"reason", std::string_view{done.error().detail}}});
        }
    } catch (const std::exception& defect) {
        log.error("store.checkpoint_failed", {{"reason", std::string_view{defect.what()}}});
    }
}

void Checkpointer::State::work() {
    while (const auto kind = waitForWork()) {
        checkpoint(Connection::Checkpoint::Passive); // most of it, while commits go on
        if (*kind == Connection::Checkpoint::Restart) {
            checkpoint(*kind);
        }
    }
}

Checkpointer::Checkpointer(Connection connection, Settings settings, Logger& log)
    : state_(std::make_unique<State>(std::move(connection), settings, log)) {
    state_->thread = std::thread{[this] { state_->work(); }};
}

Checkpointer::~Checkpointer() {
    {
        const std::scoped_lock lock{state_->mutex};
        state_->stopping = true;
    }
    state_->wake.notify_one();
    state_->thread.join();
}

void Checkpointer::committed(std::size_t rows) {
    bool wanted = false;
    {
        const std::scoped_lock lock{state_->mutex};
        const auto before = std::exchange(state_->rows, state_->rows + rows);
        const auto crossed = [&](std::size_t mark) { return before < mark && state_->rows >= mark; };
        ++state_->commits;
        wanted = crossed(state_->settings.rowsToStart) || crossed(state_->settings.rowsNotToWait);
    }
    if (wanted) {
        state_->wake.notify_one();
    }
}

} // namespace ncp::store
