#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "ncp/audit/trail.hpp"
#include "ncp/consultation/enquirer.hpp"
#include "ncp/soap/exchange.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace ncp::consultation {

/// The audit row of one call to a country, filled while the call goes on.
class CallRecord {
  public:
    CallRecord(const Clock& clock, std::string_view transaction, const Enquirer& enquirer,
               const CountryCode& country, const MessageId& messageId);

    audit::Event& event() noexcept { return event_; }
    void relation(const TreatmentRelation& relation);
    /// Durable when it returns; StorageFailed.
    Result<void> write(audit::Trail& trail, const std::optional<Error>& error, const soap::Traffic& traffic);

  private:
    std::chrono::steady_clock::time_point started_;
    audit::Event event_;
};

/// How an error stands in the trail: negative where it tells something about the patient rather than that
/// something failed.
audit::Outcome outcomeOf(const std::optional<Error>& error);

template <class T>
std::optional<Error> errorOf(const Result<T>& result) {
    return result ? std::nullopt : std::optional{result.error()};
}

/// `urn:uuid:` and a UUID.
MessageId newMessageId(Random& random);

} // namespace ncp::consultation
