#include "ncp/ihe/call.hpp"

#include "ncp/ihe/fault_answer.hpp"

#include <algorithm>
#include <utility>

namespace ncp::ihe {

Result<void> Call::allow(const std::vector<std::string>& tolerated) const {
    const auto refused = std::ranges::find_first_of(tolerated, refusedTolerances);
    if (refused != tolerated.end()) {
        return failRule(ErrorCode::MalformedMessage, *refused,
                        "the message departs from the profile in a way that is not allowed to this country");
    }
    return {};
}

Answered faultWith(Error error) {
    Answered answered;
    answered.error = std::move(error);
    answered.fault = true;
    return answered;
}

} // namespace ncp::ihe
