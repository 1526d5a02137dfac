#pragma once

#include "transform/terminology/content.hpp"

#include <string>

namespace ncp::transform::terminology::import {

/// Designations, one a row, with the columns that `readDesignationTable` reads: system, code, language, text,
/// source, status. RFC 4180 quoting.
std::string designationTable(const Content& content, char separator);
/// Mappings with the columns that `readMapTable` reads.
std::string mapTable(const Content& content, char separator);
/// Members of the value sets with the preferred English text, with the columns that `readCatalogueTable`
/// reads (tab-separated, without quotes).
std::string catalogueTable(const Content& content);

} // namespace ncp::transform::terminology::import
