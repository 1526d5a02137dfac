#pragma once

#include <string>

namespace ncp::certs {

/// The first reason that OpenSSL noted on this thread, and an empty queue, so that nothing leaks into the
/// next call. Never holds input text.
std::string takeOpensslError();

} // namespace ncp::certs
