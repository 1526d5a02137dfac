#pragma once

#include "transform/terminology/import/content_builder.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ncp::transform::terminology::import {

enum class Format : std::uint8_t {
    Fsh,              ///< FHIR Shorthand
    CatalogueTable,   ///< the MyHealth@EU catalogue as one table
    Fhir,             ///< FHIR R4 JSON
    DesignationTable, ///< CSV or TSV
    MapTable,         ///< CSV or TSV
};

/// fsh, mvc, fhir, csv-designations, csv-map.
std::optional<Format> parseFormat(std::string_view name) noexcept;
std::string_view nameOf(Format format) noexcept;
/// By the end of the name and the columns of the header; nothing where neither tells.
std::optional<Format> guessFormat(std::string_view fileName, std::string_view bytes);

/// What a file may cost; more is refused before it is looked at.
constexpr std::size_t kMostFileBytes = std::size_t{64} * 1024 * 1024;

struct SourceFile {
    std::string name; ///< for remarks
    std::string_view bytes;
    Format format = Format::Fsh;
};

/// Called before each file with its place in the list.
using Progress = std::function<void(std::size_t)>;

/// Reads the files as one import: bytes in, content and report out. Aliases of FSH files hold for all of
/// them. Nothing throws whatever the bytes are; what can't be read is refused, with file, line and reason.
Reading readSourceFiles(std::span<const SourceFile> files, const SystemNames& names,
                        const SourceDefaults& defaults, const Progress& progress = {});

} // namespace ncp::transform::terminology::import
