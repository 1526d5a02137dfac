#pragma once

#include "base/clock.hpp"
#include "certs/certificate.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::certs {

/// Where a certificate says that its revocation can be asked for; plain HTTP addresses only, the others
/// (LDAP, HTTPS, whose certificate would have to be asked about in turn) are of no use.
struct StatedSources {
    std::vector<std::string> responders;         ///< OCSP (authority information access)
    std::vector<std::string> distributionPoints; ///< lists
};
StatedSources statedSources(const Certificate& certificate);
/// True when the certificate states any source, also one that we can't use: then silence is no answer.
bool statesRevocation(const Certificate& certificate);

struct RevocationAnswer {
    enum class State : std::uint8_t { Good, Revoked, Unknown };
    State state = State::Unknown;
    std::string detail; ///< for Unknown: what was tried
};

/// How much may be done for an answer. KnownOnly fetches nothing.
enum class RevocationEffort : std::uint8_t { Ask, KnownOnly };

/// What the sources that certificates state say of them. Safe to share between threads.
class RevocationSource {
  public:
    virtual ~RevocationSource() = default;
    /// From memory where a current answer is there; else asks, within bounded time. `issuer` is the next
    /// certificate of the path, whose signature on `certificate` was verified.
    virtual RevocationAnswer ask(const Certificate& certificate, const Certificate& issuer, Instant now,
                                 RevocationEffort effort) = 0;
    /// Takes an OCSP response that the certificate's owner showed in the TLS handshake; one that does not
    /// hold is not taken, and does no harm.
    virtual void learn(const Certificate& certificate, const Certificate& issuer,
                       std::string_view ocspResponse, Instant now) = 0;
};

} // namespace ncp::certs
