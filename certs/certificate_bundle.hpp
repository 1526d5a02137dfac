#pragma once

#include "base/result.hpp"
#include "certs/certificate.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace ncp::certs {

/// The certificates of what an authority sends back: PEM (one or several), DER, or PKCS #7 (RFC 2315, PEM or
/// DER, "certs only"). In the order of the file, at least one. InputRefused for anything else.
Result<std::vector<Certificate>> readCertificates(std::string_view bytes);

/// `leaf`, its issuer, that one's issuer, …, as far as `others` hold them; the self-signed root at the end is
/// left out, for it says nothing to who does not trust it already.
std::vector<Certificate> orderedChain(const Certificate& leaf, std::span<const Certificate> others);

} // namespace ncp::certs
