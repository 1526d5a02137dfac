#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "certs/certificate.hpp"

#include <memory>
#include <string_view>
#include <vector>

struct X509_crl_st;

namespace ncp::certs {

/// A certificate revocation list (RFC 5280, section 5): a shared, immutable value.
class RevocationList {
  public:
    /// Every list of a PEM text, or the one list of a DER file. InputRefused for anything else, and for lists
    /// with critical extensions (delta, indirect and partitioned ones): they say less than they seem to.
    static Result<std::vector<RevocationList>> read(std::string_view pemOrDer);

    /// True when it bears the name of that authority.
    bool isNamedAfter(const Certificate& authority) const noexcept;
    bool isSignedBy(const Certificate& authority) const noexcept;
    bool isCurrent(Instant now) const noexcept; ///< thisUpdate ≤ now < nextUpdate; never without nextUpdate
    bool holds(const Certificate& certificate) const noexcept;
    Instant thisUpdate() const noexcept { return thisUpdate_; }
    Instant nextUpdate() const noexcept { return nextUpdate_; } ///< thisUpdate where the list gives none

  private:
    RevocationList(std::shared_ptr<X509_crl_st> list, Instant thisUpdate, Instant nextUpdate) noexcept
        : list_(std::move(list)), thisUpdate_(thisUpdate), nextUpdate_(nextUpdate) {}

    static Result<RevocationList> from(std::shared_ptr<X509_crl_st> list);

    std::shared_ptr<X509_crl_st> list_;
    Instant thisUpdate_;
    Instant nextUpdate_;
};

} // namespace ncp::certs
