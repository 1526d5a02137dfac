#pragma once

#include "base/result.hpp"
#include "base/texts.hpp"
#include "ncp/app/exit_code.hpp"

#include <string_view>

namespace ncp::app::commands {

/// Says on the standard error stream what went wrong, with the sentence for people where one is at hand, and
/// gives the exit code for it.
ExitCode report(const Error& error);
ExitCode report(const Error& error, const Texts& texts, TextLanguage language);

/// One line on the standard error stream about what is no fault.
void note(std::string_view line);

/// One line on the standard output.
void print(std::string_view line);

} // namespace ncp::app::commands
