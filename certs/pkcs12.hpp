#pragma once

#include "base/result.hpp"
#include "certs/private_key.hpp"

#include <string_view>

namespace ncp::certs {

/// Key, certificate and the certificates above it from a PKCS #12 file (RFC 7292); the chain is ordered, leaf
/// first, and holds nothing that does not belong to it. InputRefused for a wrong pass phrase, for a file
/// without key or certificate, and for algorithms of the past (RC2), never with content.
Result<Credential> credentialFromPkcs12(std::string_view der, std::string_view passPhrase);

} // namespace ncp::certs
