#pragma once

#include "base/clock.hpp"

#include <optional>

struct asn1_string_st;

namespace ncp::certs {

/// An ASN.1 UTCTime or GeneralizedTime; nothing where it is absent or malformed.
std::optional<Instant> instantOf(const asn1_string_st* time);

} // namespace ncp::certs
