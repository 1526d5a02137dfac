#include "ncp/store/checkpointer.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace ncp::store {

struct Checkpointer::State {
    State(Connection theConnection, Settings theSettings, Logger& theLog)
        : connection(std::move(theConnection)), settings(theSettings), log(theLog) {}

    void work();
    bool waitForWork();
    void checkpoint();

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

/// False when it is time to end.
bool Checkpointer::State::waitForWork() {
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
    rows = 0;
    return !stopping;
}

void Checkpointer::State::checkpoint() {
    try {
        if (const auto done = connection.checkpoint(); !done) {
            log.warning("store.checkpoint_failed", {{"reason", std::string_view{done.error().detail}}});
        }
    } catch (const std::exception& defect) {
        log.error("store.checkpoint_failed", {{"reason", std::string_view{defect.what()}}});
    }
}

void Checkpointer::State::work() {
    while (waitForWork()) {
        checkpoint();
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
        state_->rows += rows;
        ++state_->commits;
        wanted = state_->rows >= state_->settings.rowsToStart;
    }
    if (wanted) {
        state_->wake.notify_one();
    }
}

} // namespace ncp::store
