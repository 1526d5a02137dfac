#pragma once

#include "base/result.hpp"
#include "ncp/portal/desk.hpp"
#include "ncp/portal/form.hpp"

#include <string_view>

namespace ncp::portal {

/// The filter of the fields created_after, created_before (dates, both days included, 2026-01-31 or
/// 31.01.2026) and max_megabytes. FilterNotValid.
Result<ListFilter> readFilter(const Form& form);

} // namespace ncp::portal
