#pragma once

#include "ncp/portal/layout.hpp"

#include <string>

namespace ncp::portal {

/// The heading over an error's sentence: its own where the texts have one, else by what kind of error it is.
std::string outcomeHeading(const View& view, const Error& error);

} // namespace ncp::portal
