#pragma once

#include "base/result.hpp"
#include "ncp/audit/event.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ncp::audit {

/// A stored event with its place in the trail.
struct Record {
    std::int64_t sequence = 0;
    Event event;
};

/// What to list; empty fields do not restrict.
struct Filter {
    std::optional<Instant> from;
    std::optional<Instant> until;
    std::string transaction;
    std::string outcome;
    std::string peerCountry;
    std::string correlationId;
    std::int64_t afterSequence = 0;
    std::size_t limit = 100; ///< the newest so many, in ascending order
};

/// Where audit events go. `record` returns only when the event is durable; StorageFailed when it can't be
/// (the caller then refuses the transaction: no answer without a record).
class Trail {
  public:
    virtual ~Trail() = default;
    virtual Result<std::int64_t> record(const Event& event) = 0;
    virtual Result<std::vector<Record>> list(const Filter& filter) const = 0;
};

} // namespace ncp::audit
