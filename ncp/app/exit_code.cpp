#include "ncp/app/exit_code.hpp"

namespace ncp::app {

ExitCode exitCode(ErrorCode code) noexcept {
    constexpr int internal = 500;
    constexpr int unavailable = 502;
    switch (code) {
    case ErrorCode::ConfigurationInvalid:
    case ErrorCode::InputRefused:
    case ErrorCode::MalformedXml:
    case ErrorCode::XmlLimitExceeded:
    case ErrorCode::MalformedMessage:
    case ErrorCode::BodyTooLarge:
        return ExitCode::InputRefused;
    default:
        break;
    }
    const int status = spec(code).httpStatus;
    if (status >= unavailable) {
        return ExitCode::PeerUnavailable;
    }
    return status >= internal ? ExitCode::Internal : ExitCode::Negative;
}

} // namespace ncp::app
