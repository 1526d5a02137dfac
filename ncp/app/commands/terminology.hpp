#pragma once

#include "ncp/app/commands/choice.hpp"
#include "transform/terminology/catalogue.hpp"

#include <filesystem>

namespace ncp::app::commands {

/// `ncp terminology` with all that belongs to it.
void addTerminology(CLI::App& program, Choice& chosen);
/// What edits the content that releases are built from: import, diff, export, approve.
void addTerminologyContent(CLI::App& terminology, Choice& chosen);
/// `build`.
void addTerminologyBuild(CLI::App& terminology, Choice& chosen);
/// What makes releases and looks after them: build, status, rollback.
void addTerminologyReleases(CLI::App& terminology, Choice& chosen);
/// What asks a release: lookup, expand, translate.
void addTerminologyQuestions(CLI::App& terminology, Choice& chosen);

/// `--releases DIR`: empty means the tables that ship with the program.
CLI::Option& addReleases(CLI::App& command, std::filesystem::path& directory);
/// The current release of the directory; the shipped tables where the directory's name is empty.
Result<transform::terminology::Catalogue> openTerminology(const std::filesystem::path& releases);

} // namespace ncp::app::commands
