#pragma once

#include "base/clock.hpp"
#include "base/identifiers.hpp"
#include "base/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace ncp::certs {

/// What a development PKI is made for.
struct DevelopmentCountry {
    CountryCode country;
    std::vector<std::string> hostNames; ///< DNS names or IP addresses of its TLS certificate
};

/// Makes, below `directory`: `ca/` (authority key and certificate, one for TLS, one for signatures, one for
/// SMPs, an empty CRL each, and the key of an SMP: `smp-signer.{key,pem}`) and per country
/// `<cc>/tls-server.{key,pem}`, `tls-client.{key,pem}`, `signature.{key,pem}` (RSA 2048, SHA-256, C =
/// country). Files with keys are readable by the owner only. Existing ones that are valid for at least seven
/// days more, issued by the authority that stands there and for the same host names are left as they are.
/// Refuses a directory that holds files it did not make (ConfigurationInvalid names the first). Valid for 825
/// days, the CRLs too. For development only, and each certificate says so (O = "ncp development").
Result<void> makeDevelopmentPki(const std::filesystem::path& directory,
                                const std::vector<DevelopmentCountry>& countries, Instant now);

} // namespace ncp::certs
