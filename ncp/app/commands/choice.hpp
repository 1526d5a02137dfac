#pragma once

#include "base/texts.hpp"
#include "ncp/app/exit_code.hpp"

#include <CLI/App.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace ncp::app::commands {

/// What the command line asked for; empty until it is parsed.
using Choice = std::function<ExitCode()>;

/// Lets `command` choose `execute`, which is given the options as they were parsed.
template <class Options>
void onChoice(CLI::App& command, Choice& chosen, ExitCode (*execute)(const Options&),
              std::shared_ptr<const Options> options) {
    command.callback([&chosen, execute, options = std::move(options)] {
        chosen = [execute, options] { return execute(*options); };
    });
}

/// An option for a path that an environment variable stands in for. Only what belongs to the chosen command
/// counts: CLI11 reads the variables of every command, and commands of a group share their options.
CLI::Option& addPath(CLI::App& command, const std::string& name, std::filesystem::path& path,
                     const std::string& what, const std::string& variable);

/// `--config FILE`, or NCP_CONFIG.
void addConfiguration(CLI::App& command, std::filesystem::path& file);
/// `--lang nb|nn|en`.
void addLanguage(CLI::App& command, TextLanguage& language);

/// Each adds its subcommand, with options and help, to the program.
void addServe(CLI::App& program, Choice& chosen);
void addDemo(CLI::App& program, Choice& chosen);
void addQuery(CLI::App& program, Choice& chosen);
void addDispense(CLI::App& program, Choice& chosen);
void addDiscard(CLI::App& program, Choice& chosen);
void addReports(CLI::App& program, Choice& chosen);
void addValidate(CLI::App& program, Choice& chosen);
void addTranslate(CLI::App& program, Choice& chosen);
void addPivot(CLI::App& program, Choice& chosen);
void addRender(CLI::App& program, Choice& chosen);
void addCertificates(CLI::App& program, Choice& chosen);
void addSmp(CLI::App& program, Choice& chosen);
void addAudit(CLI::App& program, Choice& chosen);
void addConfigurationFiles(CLI::App& program, Choice& chosen);
void addTolerances(CLI::App& program, Choice& chosen);

} // namespace ncp::app::commands
