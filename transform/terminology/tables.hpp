#pragma once

#include "transform/terminology/content.hpp"

#include <filesystem>

namespace ncp::transform::terminology {

/// Reads the terminology that ships with the program. `code-systems.tsv` and at least one `designations*.tsv`
/// must be there; `value-sets.tsv`, `members-*.tsv` and `map-*.tsv` may be missing.
///
///   code-systems.tsv     system, name_en, name_nb, wire_name, version, aliases (separated by commas)
///   designations*.tsv    system, code, nb, nn, en, source, status
///   value-sets.tsv       value_set, name, version, fixed (yes or no)
///   members-*.tsv        value_set, system, code
///   map-<name>.tsv       source_system, source_code, target_system, target_code, equivalence, status
///
/// `equivalence` is equal, equivalent, wider, narrower or inexact; a map's row counts when its status is
/// "valid". A concept that is a member or a map's source needs no designation; a map's target needs one.
/// ConfigurationInvalid names every fault with file and line: a row that stands twice, a code system that is
/// no OID or not in code-systems.tsv, an empty code or English name, a set that is not in value-sets.tsv.
Result<Content> readTables(const std::filesystem::path& directory);

} // namespace ncp::transform::terminology
