#pragma once

#include "ncp/audit/event.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace ncp::app {

/// Keeps a flood of refusals from filling the disk: of what one address (or one country, where its
/// certificate was verified) is refused within a minute the first ones are audit rows, the further ones are
/// counted by rule and told in one row each when the minute is over. Nothing is lost, and the rows of an
/// address are bounded.
class RefusalRows {
  public:
    using Time = std::chrono::steady_clock::time_point;

    /// `anonymous`: rows a minute for an address whose certificate was not verified; a known country has ten
    /// times as many.
    explicit RefusalRows(std::size_t anonymous) noexcept : anonymous_(anonymous) {}

    /// Whether the event is to be a row now; if not, it is counted.
    bool add(const audit::Event& event, Time now);
    /// The rows of minutes that are over.
    std::vector<audit::Event> due(Time now);
    /// The rows of all that was counted, for the end.
    std::vector<audit::Event> remaining();

  private:
    struct Minute {
        Time end;
        std::size_t rows = 0;
        std::map<std::string, audit::Event> counted; ///< by rule: the last of them, and how many there were
    };

    Minute& minuteOf(const audit::Event& event, Time now);

    std::size_t anonymous_;
    std::map<std::string, Minute> minutes_; ///< by address and country
};

} // namespace ncp::app
