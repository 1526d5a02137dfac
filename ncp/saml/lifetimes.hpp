#pragma once

#include "ncp/saml/assertion.hpp"

#include <chrono>

namespace ncp::saml {

/// How far two NCPs' clocks may differ; assertions are back-dated by as much within their span.
inline constexpr std::chrono::seconds kSkew{60};

/// Longest NotOnOrAfter − NotBefore: HCP 4 h, TRC and NOK 2 h (eHDSI SAML profile).
constexpr std::chrono::hours span(Kind kind) noexcept {
    return kind == Kind::Hcp ? std::chrono::hours{4} : std::chrono::hours{2};
}

} // namespace ncp::saml
