#pragma once

#include "ncp/portal/layout.hpp"

#include <string>
#include <string_view>

namespace ncp::portal {

/// The demonstration's sign-in: a clinician of the identities file and the PIN. `noticeKey` names the text
/// that says why the page is shown again; empty at first. `chosen` keeps the clinician after a wrong PIN.
std::string signInPage(const View& view, const Identities& identities, std::string_view noticeKey,
                       std::string_view chosen);

} // namespace ncp::portal
