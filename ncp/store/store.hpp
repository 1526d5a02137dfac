#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "ncp/audit/trail.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace ncp::store {

/// Message ids that were answered, per peer (replay protection across restarts).
class AnsweredMessages {
  public:
    virtual ~AnsweredMessages() = default;
    /// True when this peer's message was already answered within the window. A message that ended in a fault
    /// was not answered: the reference implementation repeats it with the same id.
    virtual Result<bool> wasAnswered(const std::string& peer, const std::string& messageId) const = 0;
};

/// Everything of a node that lasts: one SQLite file (WAL, synchronous FULL), one writer thread that commits
/// what several requests wait for in one transaction, readers of their own. Opening it repairs nothing and
/// needs nothing repaired: after a kill it opens as it was committed.
class Store final : public audit::Trail, public AnsweredMessages {
  public:
    /// Makes the file and its schema, or brings an older schema up to date; StorageFailed names the cause.
    static Result<std::unique_ptr<Store>> open(const std::filesystem::path& file, const Clock& clock, Logger& log);
    ~Store() override;

    Result<std::int64_t> record(const audit::Event& event) override;
    /// Records the event and that the message was answered, in one transaction. Replayed when another thread
    /// or node answered the same message of the same peer first.
    Result<std::int64_t> recordAnswered(const audit::Event& event, const std::string& peer,
                                        const std::string& messageId);
    Result<bool> wasAnswered(const std::string& peer, const std::string& messageId) const override;
    Result<std::vector<audit::Record>> list(const audit::Filter& filter) const override;

    /// Free disk and writer alive; empty when all is well.
    std::vector<std::string> faults() const;

  private:
    struct State;
    explicit Store(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

} // namespace ncp::store
