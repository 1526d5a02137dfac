#include "ncp/app/command_line.hpp"

#include "ncp/app/commands/choice.hpp"
#include "ncp/app/commands/terminology.hpp"
#include "ncp/app/unknown_command.hpp"
#include "ncp/app/version.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <array>
#include <iostream>
#include <string>

namespace ncp::app {
namespace {

constexpr const char* kExitCodes =
    "Exit codes: 0 success; 1 negative result (no match, no document, findings with errors);\n"
    "2 input refused; 3 a report was sent and its outcome is unknown;\n"
    "64 wrong usage; 69 peer unavailable; 70 internal error.";

/// In the order of the help.
constexpr std::array kSubcommands{
    &commands::addServe,     &commands::addDemo,        &commands::addQuery,
    &commands::addDispense,  &commands::addDiscard,     &commands::addReports,
    &commands::addValidate,  &commands::addTranslate,   &commands::addPivot,
    &commands::addRender,    &commands::addTerminology, &commands::addCertificates,
    &commands::addSmp,       &commands::addAudit,       &commands::addConfigurationFiles,
    &commands::addTolerances};

} // namespace

ExitCode runCommandLine(int count, const char* const* arguments) {
    CLI::App program{"ncp: a National Contact Point for eHealth (MyHealth@EU)", "ncp"};
    program.set_version_flag("--version", std::string{kVersion});
    program.require_subcommand(1);
    program.footer(kExitCodes);
    commands::Choice chosen;
    for (const auto add : kSubcommands) {
        add(program, chosen);
    }
    try {
        program.parse(count, arguments);
    } catch (const CLI::RequiredError& error) {
        const auto unknown = describeUnknownCommand(program);
        if (unknown.empty()) {
            program.exit(error, std::cout, std::cerr);
        } else {
            std::cerr << "ncp: " << unknown << '\n';
        }
        return ExitCode::WrongUsage;
    } catch (const CLI::ParseError& error) {
        const int code = program.exit(error, std::cout, std::cerr);
        return code == 0 ? ExitCode::Success : ExitCode::WrongUsage;
    }
    return chosen();
}

} // namespace ncp::app
