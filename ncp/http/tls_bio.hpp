#pragma once

struct bio_st;

namespace ncp::http {

/// OpenSSL's view of a non-blocking socket. Unlike OpenSSL's own it never raises SIGPIPE. The caller owns the
/// result (an SSL object takes it over); nullptr when memory is short.
bio_st* makeSocketBio(int descriptor);

} // namespace ncp::http
