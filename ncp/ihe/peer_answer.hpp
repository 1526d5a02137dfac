#pragma once

#include "base/result.hpp"

#include <utility>

namespace ncp::ihe {

/// Lays what is malformed in an answer at the door of the peer who sent it, not of our caller.
template <class T>
Result<T> asPeerAnswer(Result<T> answer) {
    if (!answer && answer.error().code == ErrorCode::MalformedMessage) {
        answer.error().code = ErrorCode::PeerAnswerInvalid;
    }
    return answer;
}

} // namespace ncp::ihe
