#include "ncp/app/exit_code.hpp"

#include <algorithm>
#include <array>

namespace ncp::app {
namespace {

/// What is wrong with a thing that we were given, rather than with the world.
constexpr std::array kRefusedInput{ErrorCode::ConfigurationInvalid, ErrorCode::InputRefused,
                                   ErrorCode::MalformedXml,         ErrorCode::XmlLimitExceeded,
                                   ErrorCode::MalformedMessage,     ErrorCode::BodyTooLarge};

} // namespace

ExitCode exitCode(ErrorCode code) noexcept {
    constexpr int internal = 500;
    constexpr int unavailable = 502;
    if (std::ranges::find(kRefusedInput, code) != kRefusedInput.end()) {
        return ExitCode::InputRefused;
    }
    if (code == ErrorCode::DispensationUnknown) {
        return ExitCode::OutcomeUnknown;
    }
    const int status = spec(code).httpStatus;
    if (status >= unavailable) {
        return ExitCode::PeerUnavailable;
    }
    return status >= internal ? ExitCode::Internal : ExitCode::Negative;
}

} // namespace ncp::app
