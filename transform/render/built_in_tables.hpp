#pragma once

#include <string_view>

namespace ncp::transform::render {

/// The text of config/render/dangers.tsv and config/render/absences.tsv as they were when the program was
/// built.
std::string_view builtInDangers() noexcept;
std::string_view builtInAbsences() noexcept;

} // namespace ncp::transform::render
