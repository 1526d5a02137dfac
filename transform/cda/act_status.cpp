#include "transform/cda/act_status.hpp"

#include <algorithm>
#include <array>

namespace ncp::transform::cda {

bool isInForce(std::string_view actStatus) noexcept {
    static constexpr std::array<std::string_view, 6> kNotInForce{"cancelled", "held",     "suspended",
                                                                 "aborted",   "obsolete", "nullified"};
    return std::ranges::find(kNotInForce, actStatus) == kNotInForce.end();
}

} // namespace ncp::transform::cda
