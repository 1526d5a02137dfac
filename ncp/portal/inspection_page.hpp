#pragma once

#include "ncp/portal/inspection.hpp"
#include "ncp/portal/layout.hpp"

#include <string>
#include <string_view>

namespace ncp::portal {

/// Where an operator drops a document. `fault` is a sentence about the last attempt, or empty.
std::string dropPage(const View& view, std::string_view fault);

/// The report beside the rendered document.
std::string inspectionPage(const View& view, const Inspection& inspection, const std::string& handle);

} // namespace ncp::portal
