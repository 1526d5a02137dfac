#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::discovery {

/// A NAPTR record (RFC 3403).
struct NaptrRecord {
    std::uint16_t order = 0;
    std::uint16_t preference = 0;
    std::string flags;
    std::string service;
    std::string regexp;
    std::string replacement;
};

/// The base URL of the SMP that the records name (OASIS BDXL 1.0, section 2.3.2): flags `U`, service
/// `Meta:SMP`, the lowest order and in it the lowest preference whose expression covers the whole name. The
/// replacement has to be an http or https URL without back references, user, query and fragment; the
/// expression is matched within bounded time. PeerNotFound where no record is of that service,
/// DiscoveryNotPossible where none of them can be used.
Result<std::string> smpUrl(std::vector<NaptrRecord> records, std::string_view name);

/// http://host[:port][/path] or the same with https, of printable ASCII, without user, query and fragment.
bool isSmpUrl(std::string_view url) noexcept;

} // namespace ncp::discovery
