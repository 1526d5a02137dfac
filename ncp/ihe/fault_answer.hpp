#pragma once

#include "base/result.hpp"
#include "ncp/ihe/call.hpp"

namespace ncp::ihe {

/// No answer but a SOAP fault: of what can't be read at all.
Answered faultWith(Error error);

} // namespace ncp::ihe
