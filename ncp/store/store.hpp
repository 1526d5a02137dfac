#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "ncp/audit/trail.hpp"
#include "ncp/store/deliveries.hpp"
#include "ncp/store/sent_dispensations.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ncp::store {

/// Message ids that were answered, per peer (replay protection across restarts).
class AnsweredMessages {
  public:
    virtual ~AnsweredMessages() = default;
    /// True when this peer's message was already answered within the window. A message that ended in a fault
    /// was not answered: the reference implementation repeats it with the same id.
    virtual Result<bool> wasAnswered(const std::string& peer, const std::string& messageId) const = 0;
};

/// The newest row of the audit trail: its sequence (0 while there is none) and its digest, lower-case hex.
struct AuditPosition {
    std::int64_t sequence = 0;
    std::string digest;
};

/// Everything of a node that lasts: one SQLite file (WAL, synchronous FULL), one writer thread that commits
/// what several requests wait for in one transaction, readers of their own. Opening it repairs nothing and
/// needs nothing repaired: after a kill it opens as it was committed.
class Store final : public audit::Trail,
                    public AnsweredMessages,
                    public Deliveries,
                    public SentDispensations {
  public:
    /// Makes the file and its schema, or brings an older schema up to date; StorageFailed names the cause.
    /// `replayWindow`: how long an answered message stays known; `dispensationLife`: how long an accepted or
    /// refused dispensation of ours is kept after its last change; nothing: whoever opens it drops none.
    static Result<std::unique_ptr<Store>>
    open(const std::filesystem::path& file, const Clock& clock, Logger& log,
         std::chrono::milliseconds replayWindow = std::chrono::hours{24},
         std::optional<std::chrono::hours> dispensationLife = std::nullopt);
    ~Store() override;

    Result<std::int64_t> record(const audit::Event& event) override;
    /// Records the event and that the message was answered, in one transaction. Replayed when another thread
    /// or node answered the same message of the same peer first.
    Result<std::int64_t> recordAnswered(const audit::Event& event, const std::string& peer,
                                        const std::string& messageId);
    Result<bool> wasAnswered(const std::string& peer, const std::string& messageId) const override;
    Result<std::vector<audit::Record>> list(const audit::Filter& filter) const override;

    Result<Delivery> noteDelivery(const std::string& peer, const std::string& messageId,
                                  const std::string& content) override;

    Result<Entered> enter(const SentDispensation& sent) override;
    Result<void> enterAgain(const Attempt& attempt) override;
    Result<bool> settle(const std::string& id, std::int64_t attempt, SentState state,
                        const std::string& errorId) override;
    Result<void> close(const std::string& id, const std::string& reason) override;
    Result<std::optional<SentDispensation>> findSent(const std::string& id) const override;
    Result<std::vector<SentDispensation>> listSent(const SentFilter& filter) const override;

    /// Computes the digests of the whole audit trail again. IntegrityNotEnsured names the first row that was
    /// altered, removed or put in between. (Rows cut off at the end leave a chain that fits: compare
    /// `auditHead` with a head that was noted elsewhere, such as in the log.)
    Result<void> verifyChain() const;
    Result<AuditPosition> auditHead() const;

    /// Disk space, and whether the last commit succeeded; empty when all is well. After a failure each call
    /// also tries to write again, so that a store that has recovered says so at the next call.
    std::vector<std::string> faults() const;
    /// Events that wait for the writer.
    std::size_t queueLength() const;

  private:
    struct State;
    explicit Store(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

} // namespace ncp::store
