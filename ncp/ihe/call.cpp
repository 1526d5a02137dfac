#include "ncp/ihe/call.hpp"

#include <algorithm>

namespace ncp::ihe {

Result<void> Call::allow(const std::vector<std::string>& tolerated) const {
    const auto refused = std::ranges::find_first_of(tolerated, refusedTolerances);
    if (refused != tolerated.end()) {
        return failRule(ErrorCode::MalformedMessage, *refused,
                        "the message departs from the profile in a way that is not allowed to this country");
    }
    return {};
}

} // namespace ncp::ihe
