#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::store {

enum class SentKind : std::uint8_t { Dispensation, Discard };
enum class SentState : std::uint8_t {
    Sending,  ///< on its way, or its sender was killed
    Accepted, ///< the country has it
    Refused,  ///< the country refused it, or not a byte of it was sent
    Unknown,  ///< it may have arrived
};
std::string_view name(SentKind kind) noexcept;   ///< dispensation, discard
std::string_view name(SentState state) noexcept; ///< sending, accepted, refused, unknown

/// One report to another country (IHE ITI-41) with everything that is needed to send the very same again.
/// Holds patient data: protected like the audit trail, never in logs.
struct SentDispensation {
    std::string id; ///< ours: a UUID, says nothing about the patient
    SentKind kind = SentKind::Dispensation;
    SentState state = SentState::Sending;
    std::int64_t attempt = 1;  ///< how often it was sent
    std::string errorId;       ///< row of the error table; empty while sending and when accepted
    std::string requestKey;    ///< of whoever wanted it: the same key is the same request
    std::string requestDigest; ///< of what was wanted
    std::string country;       ///< that wrote the prescription
    std::string patient;       ///< CX form
    std::string clinician;     ///< id of who sent it (last)
    std::string prescription;  ///< unique id of the ePrescription
    std::int64_t item = 0;
    std::int64_t packages = 1;
    std::string product;   ///< that was handed out
    std::string takesBack; ///< a discard's dispensation: its `id`
    std::string submissionSet;
    std::string documentId;
    std::shared_ptr<const std::string> document = {}; ///< the CDA; null in lists
    std::string correlationId;
    std::string messageId; ///< of the last attempt
    Instant created = {};
    Instant changed = {};
    std::string closed = {}; ///< of unknown outcome: why a person closed it; empty where nobody did
};

/// What to list; empty fields do not restrict.
struct SentFilter {
    std::string country;
    std::string patient;
    std::string clinician;
    std::string prescription;
    std::optional<SentState> state;
    std::optional<Instant> changedBefore;
    std::size_t limit = 1000; ///< the newest so many
};

/// A request to send, after it was entered.
struct Entered {
    SentDispensation sent;
    bool fresh = true; ///< false: this request, or one with the same effect, stands there already
};

/// An attempt to send the same again.
struct Attempt {
    std::string id;
    std::int64_t number = 2; ///< of this attempt: one more than the last, so that nobody repeats it unaware
    std::string clinician;
    std::string correlationId;
    std::string messageId;
};

/// The book of what we reported to other countries. Every change is durable when its call returns;
/// StorageFailed when it can't be.
class SentDispensations {
  public:
    virtual ~SentDispensations() = default;

    /// Enters a report in state Sending. When its request key, or for its kind its document, stands there
    /// already (and was not refused), nothing changes and that row comes back with `fresh` false.
    virtual Result<Entered> enter(const SentDispensation& sent) = 0;
    /// Unknown becomes Sending again, as the attempt of this number. InputRefused in any other state, and
    /// when that attempt was made already.
    virtual Result<void> enterAgain(const Attempt& attempt) = 0;
    /// What came of an attempt. A refusal of a repetition says nothing about the first time: the row then
    /// stays Unknown. False when another attempt has begun or an outcome stands there already.
    virtual Result<bool> settle(const std::string& id, std::int64_t attempt, SentState state,
                                const std::string& errorId) = 0;

    /// Ends the wait for an outcome that is unknown, because of what a person found out. The report stays
    /// Unknown, is never sent again, and is dropped in time. `reason`: 1 to 500 characters. InputRefused in
    /// any other state, and when it was closed before.
    virtual Result<void> close(const std::string& id, const std::string& reason) = 0;

    virtual Result<std::optional<SentDispensation>> findSent(const std::string& id) const = 0;
    /// Newest last.
    virtual Result<std::vector<SentDispensation>> listSent(const SentFilter& filter) const = 0;
};

} // namespace ncp::store
