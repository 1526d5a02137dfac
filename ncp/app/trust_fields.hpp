#pragma once

#include "ncp/app/configuration.hpp"
#include "ncp/app/field_reader.hpp"

namespace ncp::app {

/// The sections `tls`, `signature` and `trust` of a node's configuration.
TlsConfiguration readTls(FieldReader fields);
std::vector<certs::CredentialSource> readSignature(FieldReader fields);
TrustConfiguration readTrust(FieldReader fields);

} // namespace ncp::app
