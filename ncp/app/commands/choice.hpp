#pragma once

#include "base/texts.hpp"
#include "ncp/app/exit_code.hpp"

#include <CLI/App.hpp>

#include <functional>
#include <memory>

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

/// `--lang nb|nn|en`.
void addLanguage(CLI::App& command, TextLanguage& language);

/// Each adds its subcommand, with options and help, to the program.
void addValidate(CLI::App& program, Choice& chosen);
void addTranslate(CLI::App& program, Choice& chosen);
void addPivot(CLI::App& program, Choice& chosen);
void addRender(CLI::App& program, Choice& chosen);

} // namespace ncp::app::commands
