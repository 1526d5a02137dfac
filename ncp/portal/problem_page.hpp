#pragma once

#include "ncp/portal/layout.hpp"

#include <string>
#include <string_view>

namespace ncp::portal {

/// A page that says what happened, what can be done, and the reference for support; `backPath` is where to
/// go on.
std::string problemPage(const View& view, std::string_view title, std::string_view text,
                        std::string_view reference, std::string_view backPath);

} // namespace ncp::portal
