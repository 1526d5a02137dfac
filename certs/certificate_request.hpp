#pragma once

#include "base/result.hpp"
#include "certs/development_authority.hpp"
#include "certs/private_key.hpp"

#include <string>
#include <vector>

namespace ncp::certs {

/// Whose certificate is asked for. Texts are UTF-8.
struct RequestSubject {
    std::string country;                ///< C, ISO 3166-1 alpha-2; what peers know us by
    std::string organisation;           ///< O
    std::string unit;                   ///< OU; left out where empty
    std::string commonName;             ///< CN; of a TLS server its host name
    std::vector<std::string> hostNames; ///< alternative names: DNS names or IP addresses
};

/// A certificate signing request (PKCS #10, PEM), signed with the key (SHA-256), that asks for the extensions
/// of the use: servers digitalSignature + keyEncipherment, serverAuth and alternative names; clients
/// digitalSignature and clientAuth; signatures digitalSignature. InputRefused for a subject that a
/// certificate can't bear, and for a server without host name.
Result<std::string> makeCertificateRequest(const PrivateKey& key, const RequestSubject& subject,
                                           CertificateUse use);

} // namespace ncp::certs
