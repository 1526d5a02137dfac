#pragma once

#include "base/log.hpp"
#include "ncp/store/sqlite.hpp"

#include <chrono>
#include <cstddef>
#include <memory>

namespace ncp::store {

/// Moves committed rows from the write-ahead log into the file, on a thread and a connection of its own, so
/// that no commit waits for it: in quiet moments, or when the log has grown too long for waiting.
class Checkpointer {
  public:
    struct Settings {
        std::size_t rowsToStart = 500;        ///< so many committed rows make it worth the work
        std::size_t rowsNotToWait = 20'000;   ///< from here on it does not wait for a quiet moment
        std::chrono::milliseconds quiet{100}; ///< without a commit
    };

    Checkpointer(Connection connection, Settings settings, Logger& log);
    ~Checkpointer();

    /// So many rows were committed just now.
    void committed(std::size_t rows);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ncp::store
