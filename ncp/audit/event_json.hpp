#pragma once

#include "base/result.hpp"
#include "ncp/audit/event.hpp"
#include "ncp/audit/trail.hpp"

#include <string>
#include <string_view>

namespace ncp::audit {

/// One JSON object with the event's fields under their names, times as xs:dateTime; bytes that are not UTF-8
/// are replaced. This is what is stored and what the digest of the trail covers.
std::string toJson(const Event& event);
/// The same with the sequence number in front.
std::string toJson(const Record& record);
/// Reads what `toJson` wrote; fields that an older version did not know are left at their defaults.
/// StorageFailed for anything else.
Result<Event> eventFromJson(std::string_view json);

} // namespace ncp::audit
