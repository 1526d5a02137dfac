#pragma once

#include "transform/terminology/import/content_builder.hpp"

#include <optional>
#include <string_view>

namespace ncp::transform::terminology::import {

/// The MyHealth@EU catalogue as one table: tab-separated without quotes, the columns valueset_name,
/// valueset_oid, version, code_system_oid_or_uri, code, display_en.
void readCatalogueTable(std::string_view text, ContentBuilder& builder);

/// Designations as CSV or TSV (RFC 4180). Columns `system`, `code` and either `language` and `text`, or one
/// column for each language (`nb`, `nn`, `en`, or tags such as `nb-NO`); `source` and `status` (proposed,
/// approved) may be there.
void readDesignationTable(std::string_view text, ContentBuilder& builder);

/// Mappings as CSV or TSV. Columns `source_system`, `source_code`, `target_system`, `target_code`; `map`,
/// `equivalence` and `status` (valid or approved, proposed) may be there. `name` is the map's where the file
/// doesn't say.
void readMapTable(std::string_view text, std::string_view name, ContentBuilder& builder);

/// equal, equivalent, wider, narrower, inexact.
std::optional<Equivalence> parseEquivalence(std::string_view word) noexcept;
std::string_view nameOf(Equivalence equivalence) noexcept;

} // namespace ncp::transform::terminology::import
