#pragma once

#include "base/result.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace ncp {

/// UTC, to the millisecond.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// Time as a service; a test has its own.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
  public:
    Instant now() const override;
};

/// A moment by which work must be done, on the steady clock; handed down to every outgoing call.
using Deadline = std::chrono::steady_clock::time_point;

/// xs:dateTime as SAML writes it: 2026-01-31T10:15:00.000Z.
std::string formatXmlDateTime(Instant instant);
/// xs:dateTime with `Z`, an offset, or nothing (read as UTC), with or without a fraction.
Result<Instant> parseXmlDateTime(std::string_view text);

/// HL7 V3 TS to the second, UTC: 20260131101500.
std::string formatHl7(Instant instant);
/// HL7 V3 TS as OpenNCP writes creationTime: 20260131101500.000+0000.
std::string formatHl7WithZone(Instant instant);

/// Calendar date, 2026-01-31, of the instant in UTC.
std::string formatDate(Instant instant);

} // namespace ncp
