#pragma once

#include <cstdint>

namespace ncp::certs {

/// What a certificate is used for; each purpose has anchors of its own.
enum class Purpose : std::uint8_t { TlsServer, TlsClient, Signature };

} // namespace ncp::certs
