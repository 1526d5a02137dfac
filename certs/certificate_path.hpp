#pragma once

#include "base/clock.hpp"
#include "base/handle.hpp"
#include "base/result.hpp"
#include "certs/certificate.hpp"
#include "certs/purpose.hpp"

#include <source_location>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct x509_store_st;

namespace ncp::certs {

/// SignatureNotValid for Purpose::Signature, else PeerUntrusted; names the certificate by its fingerprint.
tl::unexpected<Error> refuseCertificate(Purpose purpose, std::string rule, const Certificate& certificate,
                                        std::string_view why,
                                        std::source_location where = std::source_location::current());

/// Builds paths (RFC 5280, 6) from certificates to a set of anchors. Safe to share between threads.
class PathBuilder {
  public:
    /// The anchors end a path wherever they stand, also when they are not self-signed.
    explicit PathBuilder(const std::vector<Certificate>& anchors);

    /// A path valid at `now`: leaf first, anchor last. Refused by "chain", "key-size", "algorithm",
    /// "key-usage", "name-constraints", "not-yet-valid" or "expired". Nothing is said of revocation.
    Result<std::vector<Certificate>> build(const Certificate& certificate,
                                           std::span<const Certificate> intermediates, Purpose purpose,
                                           Instant now) const;

  private:
    static void free(x509_store_st* store);

    Handle<x509_store_st, &PathBuilder::free> anchors_;
};

} // namespace ncp::certs
