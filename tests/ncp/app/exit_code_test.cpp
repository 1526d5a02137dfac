#include "ncp/app/exit_code.hpp"

#include "ncp/app/commands/step_line.hpp"
#include "ncp/app/inbound.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <string>

using namespace ncp;
using app::ExitCode;

TEST_CASE("exit codes tell a negative result from refused input, a peer and ourselves", "[app]") {
    const auto [code, expected] = GENERATE(table<ErrorCode, ExitCode>({
        {ErrorCode::PatientNoMatch, ExitCode::Negative},
        {ErrorCode::PatientSeveralMatches, ExitCode::Negative},
        {ErrorCode::SummaryNotFound, ExitCode::Negative},
        {ErrorCode::InsufficientRights, ExitCode::Negative},
        {ErrorCode::ConfigurationInvalid, ExitCode::InputRefused},
        {ErrorCode::MalformedXml, ExitCode::InputRefused},
        {ErrorCode::ConnectionNotPossible, ExitCode::PeerUnavailable},
        {ErrorCode::DeadlineExceeded, ExitCode::PeerUnavailable},
        {ErrorCode::PeerUntrusted, ExitCode::PeerUnavailable},
        {ErrorCode::PeerAnswerInvalid, ExitCode::PeerUnavailable},
        {ErrorCode::DispensationUnknown, ExitCode::OutcomeUnknown},
        {ErrorCode::StorageFailed, ExitCode::Internal},
        {ErrorCode::Internal, ExitCode::Internal},
    }));
    CHECK(app::exitCode(code) == expected);
}

TEST_CASE("no error ends with success", "[app]") {
    for (const auto& row : errorTable()) {
        INFO(row.id);
        CHECK(app::exitCode(row.code) != ExitCode::Success);
    }
}

TEST_CASE("each transaction has one route, at the reference's address", "[app]") {
    std::set<std::string> seen;
    for (const auto& route : app::routes()) {
        CHECK(route.path.starts_with("/openncp-ws-server/services/"));
        CHECK(seen.insert(std::string{route.path} + std::string{route.action}).second);
    }
    CHECK(seen.size() == 4);
}

TEST_CASE("a step's line has its time in front", "[app]") {
    CHECK(app::commands::stepLine({"find", 12.34, "1 match"}) == "     12.3 ms  find: 1 match");
}
